// Puts compressed copies beside the files of a folder that get smaller: `node compress.mjs FOLDER`.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.argv[2];
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const entry of files) {
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const content = readFileSync(file);
  const smaller = {
    br: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
    gz: gzipSync(content, { level: constants.Z_BEST_COMPRESSION }),
  };
  for (const [suffix, copy] of Object.entries(smaller)) {
    if (copy.length < content.length) writeFileSync(`${file}.${suffix}`, copy);
  }
}
