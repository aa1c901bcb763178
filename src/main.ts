import * as core from '@actions/core'
import { run } from './run.ts'

process.on('unhandledRejection', (reason) => {
  core.setFailed(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason))
})
await run()
