import * as core from '@actions/core'
import { run } from './run.ts'

process.on('unhandledRejection', (reason) => {
  core.setFailed(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason))
})
await run()
// What a cancelled run couldn't end, such as a program that left its group, must not keep the job waiting.
process.exit()
