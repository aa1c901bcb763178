/**
 * Runs tasks side by side. The first one that fails has the others stopped by their signal; its error is thrown once
 * all have ended, so nothing goes on unseen.
 */
export async function stopTogether<T>(
  signal: AbortSignal,
  tasks: readonly ((signal: AbortSignal) => Promise<T>)[],
): Promise<T[]> {
  const failed = new AbortController()
  const shared = AbortSignal.any([signal, failed.signal])
  const running = tasks.map((task) => task(shared))
  try {
    return await Promise.all(running)
  } catch (error) {
    failed.abort(error)
    await Promise.allSettled(running)
    throw error
  }
}
