import { ToolError } from '../../contract/error.js';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

/** A text file taken apart: `text` without its byte order mark. Putting it together again gives the same bytes. */
export interface DecodedText {
  text: string;
  encoding: Encoding;
  bom: boolean;
}

const PROBE_BYTES = 64 * 1024;

/** Undefined for binaries. What is not UTF-8 and not UTF-16 is read byte for byte as Latin-1, which loses nothing. */
export function decodeText(content: Buffer): DecodedText | undefined {
  if (content[0] === 0xff && content[1] === 0xfe) return decodeUtf16(content.subarray(2), 'utf-16le', true);
  if (content[0] === 0xfe && content[1] === 0xff) return decodeUtf16(content.subarray(2), 'utf-16be', true);
  const bom = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  const body = bom ? content.subarray(3) : content;
  if (body.subarray(0, PROBE_BYTES).includes(0)) {
    const guess = guessUtf16(body);
    return guess && !bom ? decodeUtf16(body, guess, false) : undefined;
  }
  const text = decodeUtf8(body);
  if (text !== undefined) return { text, encoding: 'utf-8', bom };
  return looksBinary(body) ? undefined : { text: content.toString('latin1'), encoding: 'latin-1', bom: false };
}

/** The bytes of `text` in the encoding of the file it came from. Throws ToolError when a character does not exist there. */
export function encodeText(text: string, { encoding, bom }: Pick<DecodedText, 'encoding' | 'bom'>): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.concat([Buffer.from(bom ? '\ufeff' : '', 'utf8'), Buffer.from(text, 'utf8')]);
    case 'utf-16le':
      return Buffer.from(`${bom ? '\ufeff' : ''}${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`${bom ? '\ufeff' : ''}${text}`, 'utf16le').swap16();
    case 'latin-1': {
      const foreign = /[^\x00-\xff]/u.exec(text)?.[0];
      if (foreign !== undefined)
        throw new ToolError('failed', `the file is in Latin-1 (ISO 8859-1), which has no "${foreign}"; use other characters or convert the file first`);
      return Buffer.from(text, 'latin1');
    }
  }
}

/** Undefined when the bytes are not UTF-8: decoding must never lose a byte. */
function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be', bom: boolean): DecodedText | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const text = (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
  return text.includes('\0') ? undefined : { text, encoding, bom };
}

/** Western text in UTF-16 has a zero in every other byte. */
function guessUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const probe = bytes.subarray(0, PROBE_BYTES);
  if (bytes.length % 2 !== 0 || probe.length < 4) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of probe.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = probe.length / 2;
  if (even === 0 && odd > half * 0.7) return 'utf-16le';
  if (odd === 0 && even > half * 0.7) return 'utf-16be';
  return undefined;
}

/** Control characters that no text file of any 8-bit encoding has. */
function looksBinary(bytes: Buffer): boolean {
  const probe = bytes.subarray(0, PROBE_BYTES);
  let odd = 0;
  for (const byte of probe) if (byte < 7 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) odd++;
  return odd > probe.length * 0.02;
}
