import { crc32, deflateRawSync } from 'node:zlib';

/**
 * A file of an archive.
 *
 * @typedef {object} ZipEntry
 * @property {string} path with forward slashes, relative
 * @property {Buffer} bytes
 */

/** 1980-01-01, the first day that the format knows: the same files make the same archive, whenever. */
const noDate = 0x21;
const deflated = 8;
/** The version of the format that is needed to unpack it (2.0: folders and deflate), times 10. */
const version = 20;
/** File names are UTF-8. */
const flags = 0x800;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3, without ZIP64: under 4 GiB and 65,536 files).
 *
 * @param {readonly ZipEntry[]} entries
 * @returns {Buffer}
 */
export function zip(entries) {
  /** @type {Buffer[]} */
  const files = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { path, bytes } of entries) {
    const name = Buffer.from(path, 'utf8');
    const packed = deflateRawSync(bytes, { level: 9 });
    const facts = factsOf(name, bytes, packed);
    const file = Buffer.concat([signature(0x04034b50), facts, name, packed]);
    files.push(file);
    directory.push(Buffer.concat([listed(facts, offset), name]));
    offset += file.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...files, list, end({ count: entries.length, size: list.length, offset })]);
}

/**
 * What the header of a file and its line in the directory both say.
 *
 * @param {Buffer} name
 * @param {Buffer} bytes
 * @param {Buffer} packed
 */
function factsOf(name, bytes, packed) {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(version, 0);
  facts.writeUInt16LE(flags, 2);
  facts.writeUInt16LE(deflated, 4);
  facts.writeUInt16LE(noDate, 8);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(name.length, 22);
  return facts;
}

/**
 * A line of the directory, without the name.
 *
 * @param {Buffer} facts
 * @param {number} offset where the file begins
 */
function listed(facts, offset) {
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(version, 0);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), madeBy, facts, rest]);
}

/** @param {{ count: number, size: number, offset: number }} directory */
function end({ count, size, offset }) {
  const rest = Buffer.alloc(18);
  rest.writeUInt16LE(count, 4);
  rest.writeUInt16LE(count, 6);
  rest.writeUInt32LE(size, 8);
  rest.writeUInt32LE(offset, 12);
  return Buffer.concat([signature(0x06054b50), rest]);
}

/** @param {number} mark */
function signature(mark) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(mark);
  return bytes;
}
