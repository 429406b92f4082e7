// Stops a main program on an older Node with one clear line instead of a syntax error from a TypeScript file.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `This program needs Node 24 or newer; this is Node ${process.versions.node}. ` +
      'Run it through "npm run …" after "npm ci" (which brings Node 24 on Linux and Windows), or install Node 24.\n',
  );
  process.exit(1);
}
