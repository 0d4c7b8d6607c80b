/**
 * What belongs to this action and not to a `run:` step, by names in upper case: its token, its
 * inputs and state, and the runner's tokens for the cache and artifacts, which it gives to actions alone.
 */
const OURS =
  /^(?:SMSCODE_TOKEN|GITHUB_STATE|(?:INPUT|STATE)_.*|ACTIONS_(?:RUNTIME_.*|RESULTS_URL|CACHE_.*))$/;

/**
 * The environment of the command in `run`.
 *
 * @param token stands as a word in no variable, whatever its name
 */
export function commandEnv(
  env: NodeJS.ProcessEnv,
  token: string,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ||
    value.trim().split(/\s+/).includes(token) ||
    OURS.test(name.toUpperCase())
      ? []
      : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), ...more };
}
