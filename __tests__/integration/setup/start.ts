import { startServices, type StartedServices } from '../../../testbed/services.ts'
import { remember } from './services.ts'

/** Starts the services once for all integration tests. */
export default async function start(): Promise<void> {
  started = await startServices(['3.8', '3.4'])
  remember(started.addresses)
}

/** For `stop.ts`, which runs in the same process. */
export let started: StartedServices | undefined
