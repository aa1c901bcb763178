import { rm } from 'node:fs/promises'
import { savedTemporaryFolder } from './temporary-folder.ts'

// The login must not outlive the job, however the run ended.
const folder = savedTemporaryFolder()
if (folder !== undefined) await rm(folder, { recursive: true, force: true })
