import { failure } from '../problem.ts'
import type { Change } from './name-status.ts'

/**
 * Makes sure that what changed can be read and built.
 * @param notCheckedOut committed paths that a sparse checkout leaves out.
 * @throws ActionError `checkout-incomplete`.
 */
export function refuseSparseCheckout(changes: readonly Change[], notCheckedOut: readonly string[]): void {
  const missing = new Set(notCheckedOut)
  const change = changes.find(({ path }) => missing.has(path))
  if (change === undefined) return
  throw failure('checkout-incomplete', `"${change.path}" changed, and this checkout doesn't have it.`, {
    hint: 'Remove "sparse-checkout" from the step that uses actions/checkout, or add the folder to it.',
  })
}
