// The members of an interface with their types and comments, read from its source: what the code says is what the table says.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

export interface Member {
  name: string;
  /** As written, e.g. `'honoured' | 'ignored'`. */
  type: string;
  /** Empty where it has none. */
  comment: string;
}

/** @throws RangeError when the file declares no such interface. */
export function membersOf(file: string, interfaceName: string): Member[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  if (!declaration) throw new RangeError(`${file} declares no interface ${interfaceName}.`);
  return declaration.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(source),
    type: (member.type?.getText(source) ?? 'unknown').replaceAll(/\s+/g, ' '),
    comment: commentOf(member),
  }));
}

function commentOf(node: ts.Node): string {
  const [text] = ts.getJSDocCommentsAndTags(node).map((comment) => ts.getTextOfJSDocComment(comment.comment));
  return (text ?? '').replaceAll(/\s+/g, ' ').trim();
}
