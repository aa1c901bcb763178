import { started } from './start.ts'

/** Stops what `start.ts` started. */
export default async function stop(): Promise<void> {
  await started?.[Symbol.asyncDispose]()
}
