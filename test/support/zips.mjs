import { unzipSync, zipSync } from 'fflate';

/**
 * Records of a ledger as the zips in which GitHub keeps them.
 *
 * @type {import('./github-double.mjs').Zips}
 */
export const ZIPS = {
  pack: (text) => Buffer.from(zipSync({ 'record.json': new TextEncoder().encode(text) })),
  unpack: (zip) => new TextDecoder().decode(unzipSync(zip)['record.json']),
};
