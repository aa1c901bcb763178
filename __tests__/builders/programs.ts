import type { RetryPolicy } from '../../src/process/retry.ts'

/** Tries again at once, so that tests don't wait. */
export const impatient: RetryPolicy = { retries: 2, firstDelayMs: 1 }

/** The environment of tests as programs get it. */
export function testEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...more }
}
