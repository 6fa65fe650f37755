/** What a file that is no text says it is, in one sentence. */
export function describeBinary(name: string, content: Buffer, size = content.length): string {
  const kind = KINDS.find(({ magic, offset = 0 }) => content.subarray(offset, offset + magic.length).equals(magic));
  const dimensions = kind?.dimensions?.(content);
  const what = kind ? `${kind.name}${dimensions ? ` of ${dimensions.width} × ${dimensions.height} pixels` : ''}` : 'a binary file';
  return `${name} is ${what}, ${size} bytes; its content cannot be shown as text (binary)`;
}

interface BinaryKind {
  name: string;
  magic: Buffer;
  offset?: number;
  dimensions?(content: Buffer): { width: number; height: number } | undefined;
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

const KINDS: readonly BinaryKind[] = [
  {
    name: 'a PNG image',
    magic: hex('89504e470d0a1a0a'),
    dimensions: (b) => (b.length < 24 ? undefined : { width: b.readUInt32BE(16), height: b.readUInt32BE(20) }),
  },
  { name: 'a GIF image', magic: Buffer.from('GIF8'), dimensions: (b) => (b.length < 10 ? undefined : { width: b.readUInt16LE(6), height: b.readUInt16LE(8) }) },
  { name: 'a JPEG image', magic: hex('ffd8ff') },
  { name: 'a WebP image', magic: Buffer.from('WEBP'), offset: 8 },
  { name: 'a BMP image', magic: Buffer.from('BM') },
  { name: 'an icon image', magic: hex('00000100') },
  { name: 'a PDF document', magic: Buffer.from('%PDF') },
  { name: 'a ZIP archive (or an office document)', magic: hex('504b0304') },
  { name: 'a gzip archive', magic: hex('1f8b') },
  { name: 'a Zstandard archive', magic: hex('28b52ffd') },
  { name: 'an ELF program', magic: hex('7f454c46') },
  { name: 'a WebAssembly module', magic: hex('0061736d') },
  { name: 'an SQLite database', magic: Buffer.from('SQLite format 3\0') },
  { name: 'a Java class', magic: hex('cafebabe') },
];
