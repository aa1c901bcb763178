import { delimiter } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Repository } from '../../testbed/monorepo.ts'
import { runAction, runByHand, type ActionResult } from '../../testbed/runner.ts'
import { lines } from '../builders/text.ts'
import { makePlainRepository } from './setup/plain-repository.ts'
import { services } from './setup/services.ts'

const { registry, prefect, inputs, env } = services('3.8')
const plainEnv = { ...env, PATH: `${prefect.bin}${delimiter}${process.env['PATH'] ?? ''}` }

function prefectFile({ tag, hour }: { tag: string; hour: number }): string {
  return lines(
    ...['build:', '  - prefect_docker.deployments.steps.build_docker_image:', '      id: image'],
    ...[
      `      image_name: ${registry.host}/plan/revenue`,
      `      tag: ${tag}`,
      '      dockerfile: Dockerfile',
    ],
    ...[
      'pull: []',
      'deployments:',
      '  - name: daily--prod',
      '    entrypoint: pipelines/revenue/flow.py:main',
    ],
    ...[
      '    parameters: { day: today }',
      '    schedules:',
      '      - slug: daily',
      `        cron: "0 ${hour} * * *"`,
    ],
    ...['    work_pool:', '      name: plan', '      job_variables:', '        image: "{{ image.image }}"'],
    ...['        env: { DB_PASSWORD: "{{ $DB_PASSWORD }}" }'],
  )
}

describe('a dry run on a pull request', () => {
  let repository: Repository
  let pullRequest: { workspace: string; event: { name: string; ref: string; payload: unknown } }
  beforeAll(async () => {
    await prefect.clear()
    await prefect.createWorkPool('plan', 'docker')
    repository = await makePlainRepository({
      Dockerfile: lines('FROM scratch', 'COPY pipelines /app'),
      'pipelines/revenue/prefect.yaml': prefectFile({ tag: 'revenue-1', hour: 6 }),
      'pipelines/revenue/flow.py': lines(
        ...['from prefect import flow', '', '@flow', 'def main(day: str = ""):', '    pass'],
      ),
    })
    const deployed = await runByHand(repository, 'master', {
      inputs: { ...inputs, pipelines: 'all' },
      env: { ...plainEnv, DB_PASSWORD: 'hunter2-before' },
    })
    expect(deployed).toMatchObject({ exitCode: 0 })

    await repository.git('switch', '--quiet', '--create', 'change-the-hour')
    await repository.commit('Later', {
      'pipelines/revenue/prefect.yaml': prefectFile({ tag: 'revenue-1', hour: 7 }),
    })
    await repository.push('change-the-hour')
    pullRequest = {
      workspace: await repository.shallowClone('change-the-hour'),
      event: {
        name: 'pull_request',
        ref: 'refs/pull/7/merge',
        payload: { pull_request: { number: 7, base: { ref: 'master' } } },
      },
    }
  })
  afterAll(() => repository.dispose())

  const plan = (more: Readonly<Record<string, string>> = {}): Promise<ActionResult> =>
    runAction({
      ...pullRequest,
      inputs: { ...inputs, 'dry-run': 'true', ...more },
      env: { ...plainEnv, DB_PASSWORD: 'hunter2-after' },
    })

  test('says what would change in Prefect, and which image is there already', async () => {
    const before = await prefect.listDeployments()
    const { exitCode, summary, outputs, log, leftovers } = await plan()
    expect({ exitCode, leftovers }).toEqual({ exitCode: 0, leftovers: [] })
    expect(summary).toContain('## Plan for prod: 0 to add, 1 to change, 0 unchanged')
    expect(summary).toContain('- schedules.daily.cron: "0 6 * * *"\n+ schedules.daily.cron: "0 7 * * *"')
    expect(summary).toContain('- job_variables.env.DB_PASSWORD: (hidden)')
    expect(`${summary}${log}${JSON.stringify(outputs)}`).not.toContain('hunter2')
    expect(summary).toContain('planned, and in the registry already')
    expect(JSON.parse(outputs['plan'] ?? '')).toMatchObject({
      environment: 'prod',
      pipelines: ['revenue'],
      changes: [{ pipeline: 'revenue', name: 'daily--prod', state: 'changed' }],
      gone: [],
    })
    expect(await prefect.listDeployments()).toEqual(before)
  })

  test('makes the plan without credentials, and with wrong ones says what was not asked', async () => {
    const without = { 'prefect-api-url': '', 'registry-password': '' }
    const nothing = await plan(without)
    expect(nothing.exitCode).toBe(0)
    expect(nothing.summary).toContain('## Plan for prod: deploy 1 deployment of 1 pipeline')

    const wrong = await plan({ 'prefect-api-auth-string': 'no:thing', 'registry-password': 'wrong' })
    expect(wrong.exitCode).toBe(0)
    expect(wrong.summary).toContain('Prefect was not asked: ')
    expect(wrong.summary).toContain('the registry was not asked: ')
  })

  test('a deployment that was taken out of the file is gone', async () => {
    await repository.commit('Rename', {
      'pipelines/revenue/prefect.yaml': prefectFile({ tag: 'revenue-2', hour: 7 }).replace(
        'daily--prod',
        'nightly--prod',
      ),
    })
    await repository.push('change-the-hour')
    const workspace = await repository.shallowClone('change-the-hour')
    const { summary } = await runAction({
      ...pullRequest,
      workspace,
      inputs: { ...inputs, 'dry-run': 'true' },
      env: { ...plainEnv, DB_PASSWORD: 'x' },
    })
    expect(summary).toContain('## Plan for prod: 1 to add, 0 to change, 0 unchanged, 1 gone')
    expect(summary).toContain('**Gone from the files, and still in Prefect:** `daily--prod`')
  })
})
