/**
 * Measures how long it takes to check and plan many pipelines for both environments, in this process. Prints the seconds
 * for 250, 500 and 1000 pipelines, and those that the processors worked for it, which other programs on the machine don't
 * change much; with their ratio to the line before: 2 where the work grows with the number of pipelines.
 * Usage: node bench/check-many.ts [runs]
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkRepository } from '../src/checks/check-repository.ts'
import { openFiles } from '../src/workspace/files.ts'
import { findPipelines } from '../src/workspace/find-pipelines.ts'

const runs = Number(process.argv[2] ?? 5)
if (!Number.isSafeInteger(runs) || runs < 1)
  throw new Error('The number of runs must be a whole one from 1 on.')
const sizes = [250, 500, 1000]

const nameOf = (index: number) => `rj_city__report_${String(index).padStart(4, '0')}`

function deploymentLines(name: string, environment: string, secret: string): string[] {
  return [
    `  - name: ${name.replaceAll('__', '--').replaceAll('_', '-')}--${environment}`,
    `    entrypoint: pipelines/${name}/flow.py:report`,
    '    parameters: { period: day, minimum: 1000 }',
    '    schedules:',
    '      - { slug: daily, cron: "0 6 * * *", timezone: America/Sao_Paulo }',
    '    work_pool:',
    '      name: default-pool',
    '      job_variables:',
    '        image: "{{ build-image.image }}"',
    `        command: uv run --no-sync --package ${name} -- prefect flow-run execute`,
    `        env_from: [{ secretRef: { name: ${secret} } }]`,
  ]
}

/** The files of a pipeline as most repositories have them: an image of its own, and a deployment for each environment. */
function filesOf(name: string): Record<string, string> {
  const prefectFile = [
    'build:',
    '  - prefect.deployments.steps.run_shell_script:',
    '      id: commit',
    '      script: git rev-parse --short HEAD',
    '  - prefect_docker.deployments.steps.build_docker_image:',
    '      id: build-image',
    '      image_name: ghcr.io/city/pipelines',
    `      tag: "${name}-{{ commit.stdout }}"`,
    `      dockerfile: pipelines/${name}/Dockerfile`,
    'deployments:',
    ...deploymentLines(name, 'staging', 'prefect-jobs-secrets-staging'),
    ...deploymentLines(name, 'prod', 'prefect-jobs-secrets'),
  ]
  const project = [
    '[project]',
    `name = "${name}"`,
    'version = "0.1.0"',
    'dependencies = ["city-pipelines"]',
    '[tool.uv.sources]',
    'city-pipelines = { workspace = true }',
  ]
  return {
    'prefect.yaml': lines(prefectFile),
    'flow.py': lines(['from city_pipelines import read', 'def report():', '    return read()']),
    'pyproject.toml': lines(project),
    Dockerfile: lines([
      'FROM ghcr.io/astral-sh/uv:python3.13-bookworm-slim',
      'WORKDIR /app',
      'COPY . .',
      `RUN uv sync --frozen --no-dev --package ${name}`,
    ]),
  }
}

/** The files that all pipelines share: the workspace, its lock, and a package. */
function sharedFiles(names: readonly string[]): Record<string, string> {
  const locked = names.flatMap((name) => [
    '[[package]]',
    `name = "${name.replace(/_+/g, '-')}"`,
    'version = "0.1.0"',
    `source = { virtual = "pipelines/${name}" }`,
    'dependencies = [{ name = "city-pipelines" }]',
  ])
  const shared = ['[[package]]', 'name = "city-pipelines"', 'source = { editable = "." }']
  const members = ['city-pipelines', ...names.map((name) => name.replace(/_+/g, '-'))]
  return {
    'pyproject.toml': lines([
      '[project]',
      'name = "city-pipelines"',
      '[tool.uv.workspace]',
      'members = ["pipelines/*"]',
      '[build-system]',
      'requires = ["hatchling"]',
      'build-backend = "hatchling.build"',
      '[tool.hatch.build.targets.wheel]',
      'packages = ["src/city_pipelines"]',
    ]),
    'uv.lock': lines([
      'version = 1',
      '[manifest]',
      `members = ${JSON.stringify(members)}`,
      ...shared,
      ...locked,
    ]),
    'src/city_pipelines/__init__.py': 'def read(): ...\n',
    '.dockerignore': '.git\n.venv\n',
  }
}

function lines(each: readonly string[]): string {
  return `${each.join('\n')}\n`
}

async function makeRepository(root: string, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => nameOf(index))
  const own = names.flatMap((name) =>
    Object.entries(filesOf(name)).map(([file, text]) => [`pipelines/${name}/${file}`, text] as const),
  )
  for (const [path, text] of [...Object.entries(sharedFiles(names)), ...own]) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

/** What passed, and what this process worked meanwhile, both in seconds. */
async function timeCheck(root: string, count: number): Promise<{ seconds: number; work: number }> {
  const from = performance.now()
  const worked = process.cpuUsage()
  const files = openFiles(root)
  const names = await findPipelines(files, 'pipelines')
  const problems = await checkRepository(files, {
    names,
    pipelinesDir: 'pipelines',
    environments: ['prod', 'staging'],
    conventions: 'warn',
    env: {},
  })
  if (names.length !== count || problems.length > 0) {
    throw new Error(
      `${names.length} pipelines have problems: ${JSON.stringify(problems.slice(0, 3), null, 2)}`,
    )
  }
  const seconds = (performance.now() - from) / 1000
  const { user, system } = process.cpuUsage(worked)
  return { seconds, work: (user + system) / 1e6 }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

const folder = await mkdtemp(join(tmpdir(), 'check-many-'))
try {
  console.log(`Checking and planning for two environments, the median of ${runs} runs:`)
  console.log('pipelines    seconds  processor      ratio')
  let before: number | undefined
  for (const count of sizes) {
    const root = join(folder, String(count))
    await makeRepository(root, count)
    const times: { seconds: number; work: number }[] = []
    for (let run = 0; run < runs; run += 1) times.push(await timeCheck(root, count))
    const seconds = median(times.map((time) => time.seconds))
    const work = median(times.map((time) => time.work))
    const ratio = before === undefined ? '' : (work / before).toFixed(2)
    const cells = [count, seconds.toFixed(2), work.toFixed(2), ratio]
    console.log(cells.map((cell) => String(cell).padStart(9)).join('  '))
    before = work
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
