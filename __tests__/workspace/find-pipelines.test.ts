import { describe, expect, test } from '@jest/globals'
import { findPipelines } from '../../src/workspace/find-pipelines.ts'
import { aCheckout } from '../builders/checkout.ts'
import { problemsOf } from '../builders/thrown.ts'

describe(findPipelines.name, () => {
  test('gives the folders with a prefect.yaml of their own, in order', async () => {
    await using checkout = await aCheckout({
      'pipelines/b/prefect.yaml': '',
      'pipelines/a/prefect.yaml': '',
      'pipelines/no-file/flow.py': '',
      'pipelines/deeper/one/prefect.yaml': '',
      'pipelines/a-folder/prefect.yaml/': '',
      'pipelines/prefect.yaml': '',
    })
    const backwards = async (path: string) => (await checkout.files.folders(path))?.sort().reverse()
    expect(await findPipelines({ ...checkout.files, folders: backwards }, 'pipelines')).toEqual(['a', 'b'])
  })

  test('the pipelines may lie deeper, or at the top', async () => {
    await using checkout = await aCheckout({ 'x/y/a/prefect.yaml': '', 'b/prefect.yaml': '' })
    expect(await findPipelines(checkout.files, 'x/y')).toEqual(['a'])
    expect(await findPipelines(checkout.files, '.')).toEqual(['b'])
  })

  test('a missing folder is an error', async () => {
    await using checkout = await aCheckout({})
    expect(await problemsOf(() => findPipelines(checkout.files, 'pipelines'))).toMatchObject([
      { code: 'pipelines-dir-missing', severity: 'error' },
    ])
  })
})
