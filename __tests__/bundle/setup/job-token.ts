/** What the job's own token is where these tests run. */
const jobToken = 'a-job-token'

/** The commands that have the runner mask it: as the registry's password, as git's token, and as it stands in a header. */
export const jobTokenMasks: readonly string[] = [
  jobToken,
  jobToken,
  Buffer.from(`x-access-token:${jobToken}`).toString('base64'),
].map((value) => `::add-mask::${value}`)
