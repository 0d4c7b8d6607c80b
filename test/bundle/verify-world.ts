import { openWorld, type Dialect, type With, type World, type WorldOptions } from './world.ts';

export interface VerifyWorld extends World {
  /** Inputs of a step that verifies with this command, in a bash that knows the words of {@link WORDS}. */
  verifyBy: (command: string, more?: With) => With;
}

/**
 * What stands for the app under test: `sms CODE` sends one to the number, `code SECONDS` asks for it,
 * `act PATH JSON` lets the provider act.
 */
const WORDS = `
act() { curl -sS --fail --retry 0 -o /dev/null -d "$2" "$CONTROL$1"; }
sms() { act /sms '{"to":"'"$PHONE_NUMBER"'","text":"Your code is '"$1"'"}'; }
code() { curl -sS --fail "$OTP_URL?timeout=$1"; }
`;

export async function openVerifyWorld(
  dialect: Dialect,
  options: WorldOptions = {},
): Promise<VerifyWorld> {
  const world = await openWorld(dialect, options);
  world.job.env['CONTROL'] = world.sandbox.controlUrl;
  return {
    ...world,
    verifyBy: (command, more = {}) => ({
      ...world.rent,
      mode: 'verify',
      run: `${WORDS}${command}`,
      ...more,
    }),
  };
}
