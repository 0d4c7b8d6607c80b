import { getOctokit } from '@actions/github';
import { strFromU8, unzipSync } from 'fflate';

/**
 * GitHub's REST API for one token, at GITHUB_API_URL and through the usual proxies. Bundled apart
 * and loaded only by a sweep. Errors are octokit's own: `status`, and `response.headers`.
 *
 * @param ownFetch takes the place of the package's, which nock does not see
 */
export function openGitHub(token: string, ownFetch?: typeof fetch) {
  const octokit = getOctokit(token, ownFetch === undefined ? {} : { request: { fetch: ownFetch } });
  const request = octokit.request.bind(octokit);
  return {
    /** The parsed body of a GET, whatever it is. */
    async get(
      route: string,
      parameters: Record<string, string | number>,
      signal: AbortSignal,
    ): Promise<unknown> {
      const { data } = (await request(`GET ${route}`, {
        ...parameters,
        request: { ...octokit.request.endpoint.DEFAULTS.request, signal },
      })) as { data: unknown };
      return data;
    },
    /** The bytes behind a GET, or null when there are more than `most`: nothing is kept of those. */
    async download(
      route: string,
      parameters: Record<string, string | number>,
      most: number,
      signal: AbortSignal,
    ): Promise<Uint8Array | null> {
      const { data } = (await request(`GET ${route}`, {
        ...parameters,
        request: {
          ...octokit.request.endpoint.DEFAULTS.request,
          signal,
          parseSuccessResponseBody: false,
        },
      })) as { data: AsyncIterable<Uint8Array> };
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of data) {
        size += chunk.length;
        if (size > most) return null;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
  };
}

export type GitHub = ReturnType<typeof openGitHub>;

/**
 * Text of one file of a zip. Null where the file is not there, or is larger than `most` when
 * unpacked; throws on what is no zip. Never unpacks more: the size that the zip claims is the size
 * of the buffer.
 */
export function fileInZip(zip: Uint8Array, name: string, most: number): string | null {
  const files = unzipSync(zip, {
    filter: (file) => file.name === name && file.originalSize <= most,
  });
  const found = files[name];
  return found === undefined ? null : strFromU8(found);
}
