import type { BuildOptions } from "esbuild";

export const options: BuildOptions;
export declare function instead(path: string): string | undefined;
