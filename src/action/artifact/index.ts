import { DefaultArtifactClient } from '@actions/artifact';

/** An upload that stands still is given up after this; the package's own default is 5 minutes. */
const STALLED_AFTER_MS = '20000';

/**
 * Uploads one small file as an artifact of this run. The package finds the service by the variables
 * ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL, and honours the usual proxy variables.
 *
 * Bundled apart and loaded only where a ledger is kept: the package weighs more than all the rest.
 *
 * @param folder that the file is in
 * @param retentionDays after which GitHub deletes it
 */
export async function uploadFile(
  name: string,
  file: string,
  folder: string,
  retentionDays: number,
): Promise<void> {
  process.env.ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS ??= STALLED_AFTER_MS;
  await new DefaultArtifactClient().uploadArtifact(name, [file], folder, { retentionDays });
}
