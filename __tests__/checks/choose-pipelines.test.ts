import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { choosePipelines } from '../../src/checks/choose-pipelines.ts'
import { aCheckout } from '../builders/checkout.ts'

const names = ['rj_sms__a', 'rj_sms__b', 'rj_smfp__c']

/** Chooses in a repository that has these pipelines, from its root or one of its folders. */
async function choose(targets: readonly string[], from = '.'): Promise<readonly string[]> {
  await using checkout = await aCheckout({
    ...Object.fromEntries(names.map((name) => [`pipelines/${name}/data/x.csv`, ''])),
    'pipelines/README.md': '',
    'pipelines/notes/x.md': '',
    'src/shared.py': '',
  })
  await symlink('../../src/gone.py', join(checkout.path, 'pipelines/rj_sms__a/link.py'))
  await symlink('.', join(checkout.path, 'again'))
  return await choosePipelines(targets, names, {
    pipelinesPath: join(checkout.path, 'pipelines'),
    cwd: join(checkout.path, from),
  })
}

describe(choosePipelines.name, () => {
  test.each([
    ['nothing is named', [], names],
    ['a name', ['rj_sms__b'], ['rj_sms__b']],
    ['a glob', ['rj_sms__*'], ['rj_sms__a', 'rj_sms__b']],
    ['a glob and an exclusion', ['*', '!rj_sms__a'], ['rj_sms__b', 'rj_smfp__c']],
    ['exclusions alone', ['!rj_sms__*'], ['rj_smfp__c']],
    ['a file at any depth', ['pipelines/rj_sms__a/data/x.csv'], ['rj_sms__a']],
    ['a folder', ['./pipelines/rj_sms__a/'], ['rj_sms__a']],
    ['a link that leads elsewhere', ['pipelines/rj_sms__a/link.py'], ['rj_sms__a']],
    ['a path by another name of its folder', ['again/pipelines/rj_sms__b/data'], ['rj_sms__b']],
    [
      'a file, a name and a file again',
      ['pipelines/rj_sms__b/data/x.csv', 'rj_smfp__c', 'pipelines/rj_sms__b'],
      ['rj_sms__b', 'rj_smfp__c'],
    ],
    ['the folder of all pipelines', ['pipelines'], names],
    ['a folder around it', ['.', 'src/shared.py'], names],
    ['files of no pipeline', ['src/shared.py', 'pipelines/README.md', 'pipelines/notes/x.md'], []],
  ])('%s', async (_, targets, expected) => {
    expect(await choose(targets)).toEqual(expected)
  })

  test('paths are taken from the folder that the command runs in', async () => {
    expect(await choose(['x.csv'], 'pipelines/rj_sms__b/data')).toEqual(['rj_sms__b'])
    expect(await choose(['.'], 'pipelines/rj_sms__b')).toEqual(['rj_sms__b'])
  })

  test.each([
    [
      ['rj_sms__aa'],
      '"rj_sms__aa" is neither a pipeline nor a path of something that is there. Is it "rj_sms__a"?',
    ],
    [['pipelines/rj_*'], '"pipelines/rj_*" is neither a pipeline nor a path of something that is there.'],
    [['rj_sms__a', '!x'], '"!x" is neither'],
    [['pipelines/rj_sms__a/gone.py'], '"pipelines/rj_sms__a/gone.py" is neither'],
  ])('refuses %j', async (targets, message) => {
    await expect(choose(targets)).rejects.toThrow(message)
  })
})
