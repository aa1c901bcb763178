import { failure } from '../problem.ts'
import type { Change } from './name-status.ts'

/**
 * Makes sure that what changed in the pipelines can be read and built.
 * @param notCheckedOut committed paths that the checkout leaves out.
 * @throws ActionError `checkout-incomplete`.
 */
export function refuseIncompleteCheckout(
  changes: readonly Change[],
  { pipelinesDir, notCheckedOut }: { pipelinesDir: string; notCheckedOut: readonly string[] },
): void {
  const missing = new Set(notCheckedOut)
  const folder = pipelinesDir === '.' ? '' : `${pipelinesDir}/`
  const change = changes.find(({ path }) => path.startsWith(folder) && missing.has(path))
  if (change === undefined) return
  throw failure('checkout-incomplete', `"${change.path}" changed, and this checkout doesn't have it.`, {
    hint: 'In the step that uses actions/checkout, remove "sparse-checkout" or add the pipelines\' folder to it; for a submodule, set "submodules: true".',
  })
}
