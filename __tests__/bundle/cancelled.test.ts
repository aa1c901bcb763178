import { access } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { aCheckout } from '../builders/checkout.ts'
import { startHttpServer } from '../builders/http-server.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../builders/temporary-folder.ts'
import { lines } from '../builders/text.ts'
import { expectErrors } from './setup/expect-result.ts'
import { runWatched, type WatchedResult } from './setup/watched-run.ts'

/** What a cancelled run may take, until GitHub kills it. */
const promisedMs = 6000

/** Writes its process id down and goes on, in a session of its own: no signal to the run's programs reaches it. */
function program({ path }: TemporaryFolder): string {
  const note = `echo $$ > ${path}/new; mv ${path}/new ${path}/pid`
  return lines('#!/bin/sh', `exec setsid sh -c '${note}; exec sleep 30'`)
}

const deployment = [
  ...['deployments:', '  - name: revenue--prod', '    entrypoint: pipelines/revenue/flow.py:main'],
  ...[
    '    work_pool:',
    '      name: pool',
    '      job_variables:',
    '        image: "{{ build-image.image }}"',
  ],
]
const image = [
  ...['  - prefect_docker.deployments.steps.build_docker_image:', '      id: build-image'],
  ...['      image_name: ghcr.io/city/pipelines', '      tag: revenue-1'],
]
const script = ['  - prefect.deployments.steps.run_shell_script:', '      script: sh -c "setsid-sleep"']

/** Runs until the program is started, sends the signal, and measures how long the run goes on. */
async function cancel(
  signal: NodeJS.Signals,
  name: string,
  build: readonly string[],
): Promise<{ result: WatchedResult; ms: number }> {
  await using folder = await makeTemporaryFolder()
  await folder.write(`bin/${name}`, program(folder), 0o755)
  await using checkout = await aCheckout({
    'pipelines/revenue/prefect.yaml': lines('build:', ...build, ...deployment),
    'pipelines/revenue/flow.py': 'def main():\n    pass\n',
    Dockerfile: 'FROM scratch\n',
  })
  // It never answers.
  await using prefect = await startHttpServer()
  let from = 0
  const result = await runWatched({
    workspace: checkout.path,
    inputs: { pipelines: 'all', 'prefect-api-url': `${prefect.url}/api` },
    env: { PATH: `${folder.path}/bin:${process.env['PATH'] ?? ''}` },
    onStart: (kill, ended) => {
      void Promise.race([waitFor(`${folder.path}/pid`), ended]).then(() => {
        from = performance.now()
        kill(signal)
      })
    },
  })
  const ms = performance.now() - from
  process.kill(Number(await folder.read('pid')))
  return { result, ms }
}

async function waitFor(path: string): Promise<void> {
  while (
    await access(path).then(
      () => false,
      () => true,
    )
  )
    await delay(20)
}

describe('a run that is cancelled while a program goes on that heeds no signal', () => {
  test.each<[where: string, signal: NodeJS.Signals, name: string, build: string[]]>([
    ['a script of a pipeline', 'SIGTERM', 'setsid-sleep', [...script, ...image]],
    ['a script of a pipeline', 'SIGINT', 'setsid-sleep', [...script, ...image]],
    // Its output is in a group, in which the runner heeds no commands.
    ['docker', 'SIGTERM', 'docker', image],
    ['docker', 'SIGINT', 'docker', image],
  ])('%s, by %s: it ends in time, and says so where it counts', async (_, signal, name, build) => {
    const { result, ms } = await cancel(signal, name, build)
    expect(ms).toBeLessThan(promisedMs)
    expectErrors(result, {
      title: 'cancelled',
      message: `The run was cancelled (${signal}).`,
      hint: 'Run the workflow again, unless a later push has deployed the same pipelines meanwhile.',
    })
    expect(result.log.includes('::stop-commands::')).toBe(name === 'docker')
  })
})
