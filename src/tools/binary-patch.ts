import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const LINE_BYTES = 52;

/** The body of a `GIT binary patch` (literal form, see gitformat-pack and git's base85.c description) with its index line. */
export async function binaryPatch(before: Buffer | undefined, after: Buffer | undefined): Promise<string> {
  const index = `index ${blobId(before)}..${blobId(after)}`;
  return `${index}\nGIT binary patch\n${await literal(after)}\n${await literal(before)}\n`;
}

async function literal(content: Buffer = Buffer.alloc(0)): Promise<string> {
  const { deflateSync } = await import('node:zlib');
  const packed = deflateSync(content);
  const lines: string[] = [];
  for (let at = 0; at < packed.length; at += LINE_BYTES) {
    const piece = packed.subarray(at, at + LINE_BYTES);
    const length = piece.length <= 26 ? String.fromCharCode(64 + piece.length) : String.fromCharCode(96 + piece.length - 26);
    lines.push(`${length}${base85(piece)}\n`);
  }
  return `literal ${content.length}\n${lines.join('')}`;
}

function base85(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const word = Buffer.alloc(4);
    bytes.copy(word, 0, at, Math.min(at + 4, bytes.length));
    let value = word.readUInt32BE();
    let group = '';
    for (let digit = 0; digit < 5; digit++) {
      group = `${ALPHABET[value % 85]}${group}`;
      value = Math.floor(value / 85);
    }
    text += group;
  }
  return text;
}

/** The name git gives a file's content; zeros for no file. */
function blobId(content: Buffer | undefined): string {
  if (!content) return '0'.repeat(40);
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
