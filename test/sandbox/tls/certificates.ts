// The certificates of the sandbox's https: an authority of its own, and a server certificate that it signs for this machine and Microsoft's names.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Temporal } from 'temporal-polyfill';

/** How long the certificates hold: longer than anybody leaves a sandbox running. */
const LIFE_HOURS = 90 * 24;
/** Clients' clocks differ: the certificates hold since so long before they were made. */
const BACKDATED_HOURS = 24;
const KEY = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

/** Who the server may be: this machine, and the names of Microsoft that clients may have led here. */
const SERVER_NAMES: JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
  { type: 'dns', value: 'login.microsoftonline.com' },
  { type: 'dns', value: 'graph.microsoft.com' },
  { type: 'dns', value: 'management.azure.com' },
  { type: 'dns', value: '*.vault.azure.net' },
];

/** All in PEM. */
export interface ServerCertificates {
  /** The authority's certificate, for clients to trust. Its key is nowhere: it signed once and is gone. */
  authority: string;
  certificate: string;
  /** PKCS 8. */
  key: string;
}

/** Makes an authority that nobody has met before, and what a server needs to be trusted by its word. */
export async function createCertificates(now: Temporal.Instant): Promise<ServerCertificates> {
  const validity = {
    notBefore: new Date(now.subtract({ hours: BACKDATED_HOURS }).epochMilliseconds),
    notAfter: new Date(now.add({ hours: LIFE_HOURS }).epochMilliseconds),
  };
  const authorityKeys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=Authority of the local Microsoft',
    keys: authorityKeys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const serverKeys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const server = await X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(SERVER_NAMES),
      await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const key = await crypto.subtle.exportKey('pkcs8', serverKeys.privateKey);
  return {
    authority: authority.toString('pem'),
    certificate: server.toString('pem'),
    key: PemConverter.encode(key, 'PRIVATE KEY'),
  };
}
