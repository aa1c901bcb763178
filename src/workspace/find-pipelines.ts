import { posix } from 'node:path'
import { failure } from '../problem.ts'
import type { Files } from './files.ts'

/**
 * The names of all pipelines: the folders of the pipelines directory that hold a `prefect.yaml`, in alphabetical order.
 * @throws ActionError `pipelines-dir-missing`.
 */
export async function findPipelines(files: Files, pipelinesDir: string): Promise<string[]> {
  const folders = await files.folders(pipelinesDir)
  if (folders === undefined) {
    throw failure('pipelines-dir-missing', `There is no folder "${pipelinesDir}" in the checkout.`, {
      hint: 'Check the inputs "pipelines-dir" and "working-directory", and that actions/checkout ran first.',
    })
  }
  const found = await Promise.all(
    folders.map((name) => files.isFile(posix.join(pipelinesDir, name, 'prefect.yaml'))),
  )
  return folders.filter((_, index) => found[index]).sort()
}
