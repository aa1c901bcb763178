import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeMonorepo, type Repository } from '../../testbed/monorepo.ts'
import { runDeployment } from '../../testbed/prefect-worker.ts'
import { pushAndRun, runByHand, type ActionResult } from '../../testbed/runner.ts'
import { services } from './setup/services.ts'

const revenue = 'pipelines/rj_smfp__revenue_daily'
const visits = 'pipelines/rj_sms__clinic_visits'
const repositoryName = 'example/pipelines/deployments'

describe.each(['3.8', '3.4'] as const)('the example monorepo with Prefect %s', (version) => {
  const { registry, prefect, inputs, env, pushBaseImage } = services(version)
  let monorepo: Repository

  beforeAll(async () => {
    await prefect.clear()
    await prefect.createWorkPool('pipelines', 'docker')
    monorepo = await makeMonorepo({ registryHost: registry.host, prefect: version })
    await pushBaseImage(monorepo.path)
  })
  afterAll(() => monorepo.dispose())

  const tagOf = async (pipeline: string) =>
    `${pipeline.replace('pipelines/', '')}-${await monorepo.git('rev-parse', '--short', 'HEAD')}`
  const names = async () => (await prefect.listDeployments()).map(({ name }) => name)

  describe('a push of two commits to a new staging branch', () => {
    let result: ActionResult
    beforeAll(async () => {
      await monorepo.git('switch', '--quiet', '--create', 'staging/two-changes')
      await monorepo.edit(`${revenue}/data/revenue.csv`, 'property', 'land')
      await monorepo.commit('Call it land', {})
      await monorepo.edit(`${visits}/flow.py`, 'busiest clinics', 'largest clinics')
      await monorepo.commit('Call them large', {})
      result = await pushAndRun(monorepo, 'staging/two-changes', { inputs, env })
    })

    test('registers every deployment of staging, and none of production', async () => {
      expect(result).toMatchObject({ exitCode: 0 })
      expect(await names()).toEqual([
        'rj-smfp--revenue-daily--staging',
        'rj-smfp--revenue-monthly--staging',
        'rj-sms--clinic-visits--staging',
      ])
    })

    test('pushes one image for each pipeline, and has the deployments run it', async () => {
      const tags = [await tagOf(revenue), await tagOf(visits)]
      const images = JSON.parse(result.outputs['images'] ?? '') as { tag: string; digest: string }[]
      expect(images.map(({ tag }) => tag)).toEqual(tags)
      for (const { tag, digest } of images) {
        expect(await registry.findDigest(repositoryName, tag)).toBe(digest)
      }
      const deployed = await prefect.listDeployments()
      expect(deployed.map(({ job_variables }) => job_variables['image'])).toEqual(
        [tags[0], tags[0], tags[1]].map((tag) => `${registry.host}/${repositoryName}:${tag ?? ''}`),
      )
    })

    test('gives each of two pipelines with modules of the same name its own parameters', async () => {
      const [daily, monthly, clinics] = await prefect.listDeployments()
      expect(Object.keys(daily?.parameter_openapi_schema.properties ?? {})).toEqual(['period', 'minimum'])
      expect(Object.keys(monthly?.parameter_openapi_schema.properties ?? {})).toEqual(['period', 'minimum'])
      expect(Object.keys(clinics?.parameter_openapi_schema.properties ?? {})).toEqual(['top', 'reason'])
      expect(JSON.stringify(daily?.parameter_openapi_schema)).toContain('"month"')
      expect(JSON.stringify(clinics?.parameter_openapi_schema)).toContain('"emergency"')
    })

    test('keeps what the file says of parameters, queue and pull steps', async () => {
      const [, monthly] = await prefect.listDeployments()
      expect(monthly).toMatchObject({
        parameters: { period: 'month', minimum: 1000 },
        work_queue_name: 'staging',
        job_variables: { env: { ENVIRONMENT: 'staging' }, image_pull_policy: 'IfNotPresent' },
        pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/app' } }],
      })
    })

    test('tells all of it in the outputs and in the summary', async () => {
      const { outputs, summary } = result
      expect(outputs).toMatchObject({ environment: 'staging', changed: 'true', removed: '[]' })
      expect(JSON.parse(outputs['pipelines'] ?? '')).toEqual([
        'rj_smfp__revenue_daily',
        'rj_sms__clinic_visits',
      ])
      const [daily] = await prefect.listDeployments()
      expect(JSON.parse(outputs['deployments'] ?? '')).toContainEqual({
        pipeline: 'rj_smfp__revenue_daily',
        name: 'rj-smfp--revenue-daily--staging',
        flow: 'rj_smfp__revenue_daily',
        id: daily?.id,
        url: `${prefect.apiUrl.replace(/\/api$/, '')}/deployments/deployment/${daily?.id ?? ''}`,
        image: daily?.job_variables['image'],
        result: 'registered',
      })
      expect(summary).toContain('## Deployed 3 deployments of 2 pipelines to staging')
      expect(summary).toContain('```mermaid\ngantt')
    })

    test('leaves no login behind, and shows no secret', () => {
      expect(result.leftovers).toEqual([])
      const shown = result.log.replaceAll(/^::add-mask::.*$/gm, '') + result.summary
      expect(shown).not.toContain(registry.password)
      expect(shown).not.toContain(prefect.authString)
    })
  })

  test('the merge to master deploys to production, and leaves staging as it is', async () => {
    const staging = await prefect.listDeployments()
    await monorepo.git('switch', '--quiet', 'master')
    await monorepo.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'staging/two-changes')
    const result = await pushAndRun(monorepo, 'master', { inputs, env })
    expect(result).toMatchObject({ exitCode: 0, outputs: { environment: 'prod' } })
    const after = await prefect.listDeployments()
    expect(after.filter(({ name }) => name.endsWith('staging'))).toEqual(staging)
    expect(after.filter(({ name }) => name.endsWith('prod')).map(({ name }) => name)).toEqual([
      'rj-smfp--revenue-daily--prod',
      'rj-smfp--revenue-monthly--prod',
      'rj-sms--clinic-visits--prod',
    ])
    const monthly = after.find(({ name }) => name === 'rj-smfp--revenue-monthly--prod')
    expect(monthly?.schedules.map(({ active }) => active)).toEqual([true, true])
  })

  test("a push that breaks one pipeline's build leaves Prefect as it was", async () => {
    const before = await prefect.listDeployments()
    await monorepo.edit(`${revenue}/Dockerfile`, 'COPY src src', 'COPY sources src')
    await monorepo.edit(`${visits}/flow.py`, 'largest clinics', 'busiest clinics')
    await monorepo.commit('Break a build', {})
    const { exitCode, log, summary, outputs } = await pushAndRun(monorepo, 'master', { inputs, env })
    expect(exitCode).toBe(1)
    expect(log).toMatch(new RegExp(`^::error title=build-failed,file=${revenue}/Dockerfile,line=4::`, 'm'))
    expect(summary).toContain('| rj-sms--clinic-visits--prod | as before |')
    const results = JSON.parse(outputs['deployments'] ?? '') as { result: string }[]
    expect(results.map(({ result }) => result)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(await prefect.listDeployments()).toEqual(before)
    await monorepo.git('revert', '--no-edit', 'HEAD')
    await monorepo.push('master')
  })

  test('by hand, a glob deploys a pipeline with a dependency of its own', async () => {
    const chosen = { pipelines: 'rj_smtr__*', environment: 'staging' }
    const result = await runByHand(monorepo, 'master', { inputs: { ...inputs, ...chosen }, env })
    expect(result).toMatchObject({ exitCode: 0, outputs: { pipelines: '["rj_smtr__bus_fleet"]' } })
    expect(await names()).toContain('rj-smtr--bus-fleet--staging')
    expect(await names()).not.toContain('rj-smtr--bus-fleet--prod')
  })

  test('a worker runs a deployment in its own image', async () => {
    const run = await runDeployment(
      { registry, prefect, env },
      { deployment: 'rj_smfp__revenue_daily/rj-smfp--revenue-daily--prod', workPool: 'pipelines' },
    )
    expect(run.state).toBe('COMPLETED')
    expect(run.log.join('\n')).toMatch(/^land +20,118\.95$/m)
  })
})
