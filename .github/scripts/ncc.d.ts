declare module '@vercel/ncc' {
  interface Options {
    cache?: boolean;
    minify?: boolean;
    quiet?: boolean;
    esm?: boolean;
    filename?: string;
    externals?: Record<string, string>;
    customEmit?: (path: string) => false;
  }
  /** A source file, or several that webpack joined into one. */
  interface Module {
    resource?: string;
    modules?: Module[];
  }
  interface Stats {
    compilation: {
      chunks: Iterable<object>;
      chunkGraph: { getChunkModules(chunk: object): Module[] };
    };
  }
  interface Output {
    code: string;
    assets: Record<string, { source: string | Uint8Array }>;
    stats: Stats;
  }
  export default function ncc(entry: string, options?: Options): Promise<Output>;
}
