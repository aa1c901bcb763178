import { describe, expect, test } from '@jest/globals'
import { readDockerignore } from '../../../src/workspace/diagnoses/dockerignore.ts'
import { usualBuild } from '../../builders/pipeline.ts'
import { lines } from '../../builders/text.ts'
import { diagnoseMonorepo, inShort, lockedLines, uvMonorepo } from '../../builders/uv-monorepo.ts'

const path = 'pipelines/revenue/Dockerfile'
const sync = 'RUN uv sync --frozen --package revenue'

async function find(dockerfile: readonly string[], files: Readonly<Record<string, string | undefined>> = {}) {
  return await diagnoseMonorepo({ [path]: lines(...dockerfile), ...files })
}

/** What a problem says is missing, after its place. */
async function missing(
  dockerfile: readonly string[],
  files: Readonly<Record<string, string | undefined>> = {},
): Promise<string[]> {
  const problems = await find(dockerfile, files)
  return problems.map((problem) => {
    const { line = 0, column = 0 } = problem.location ?? {}
    const names = /needs (.*), which no/.exec(problem.message)?.[1] ?? ''
    return `${problem.severity} ${line}:${column} ${names}`
  })
}

/** A shared package that can't be built without its code. */
const strictRoot = {
  'pyproject.toml': lines('[project]', 'name = "city"', '[build-system]', 'build-backend = "uv_build"'),
}

describe('files that a Dockerfile has yet to copy', () => {
  test.each([
    ['nothing', ['FROM python:3.13', sync], ['error 2:5 uv.lock, pyproject.toml, src/city']],
    [
      'no uv.lock',
      ['FROM python:3.13', 'COPY pyproject.toml .', 'COPY src src', sync],
      ['error 4:5 uv.lock'],
    ],
    [
      'no pyproject.toml',
      ['FROM python:3.13', 'COPY uv.lock .', 'COPY src src', sync],
      ['error 4:5 pyproject.toml'],
    ],
    // hatchling builds the package all the same, but then it is empty.
    [
      'no src',
      ['FROM python:3.13', 'COPY pyproject.toml uv.lock ./', sync, 'COPY . .'],
      ['warning 3:5 src/city'],
    ],
    [
      'what is copied later',
      ['FROM python:3.13', 'WORKDIR /app', sync, 'COPY . .'],
      ['error 3:5 uv.lock, pyproject.toml, src/city'],
    ],
    [
      'a second command of the line',
      [
        'FROM python:3.13',
        'RUN apt-get update && \\',
        '    # the packages',
        '    uv --no-cache sync --frozen --package revenue',
      ],
      ['error 4:5 uv.lock, pyproject.toml, src/city'],
    ],
    [
      'in the form of a list',
      ['FROM python:3.13', 'RUN ["uv", "sync", "--frozen", "--package=revenue"]'],
      ['error 2:6 uv.lock, pyproject.toml, src/city'],
    ],
    [
      'in a heredoc',
      ['FROM python:3.13', 'RUN <<EOF', 'set -e', 'uv sync --package revenue --frozen', 'EOF'],
      ['error 4:1 uv.lock, pyproject.toml, src/city'],
    ],
    [
      "without --frozen, the package's own file",
      ['FROM python:3.13', 'COPY pyproject.toml .', 'COPY src src', 'RUN uv sync --package revenue'],
      ['error 4:5 pipelines/revenue/pyproject.toml'],
    ],
    [
      'with --locked',
      ['FROM python:3.13', 'COPY pyproject.toml .', 'COPY src src', 'RUN uv sync --locked --package revenue'],
      ['error 4:5 uv.lock, pipelines/revenue/pyproject.toml'],
    ],
    [
      'of the root',
      ['FROM python:3.13', 'WORKDIR /app', 'COPY src src', 'RUN uv sync --frozen'],
      ['error 4:5 uv.lock, pyproject.toml'],
    ],
    [
      'in another stage',
      [
        ...['FROM python:3.13 AS files', 'COPY . .', 'FROM python:3.13 AS build', 'COPY pyproject.toml .'],
        ...[sync, 'FROM python:3.13-slim', 'COPY --from=build /app /app'],
      ],
      ['error 5:5 uv.lock, src/city'],
    ],
    [
      'what ONBUILD says',
      ['FROM python:3.13', 'ONBUILD COPY . .', 'COPY src src', sync],
      ['error 4:5 uv.lock, pyproject.toml'],
    ],
    [
      'a mount of the cache alone',
      [
        'FROM python:3.13',
        'COPY src src',
        'RUN --mount=type=cache,target=/root/.cache uv sync --frozen --package revenue',
      ],
      ['error 3:44 uv.lock, pyproject.toml'],
    ],
    [
      'a mount of another command',
      [
        ...['FROM python:3.13', 'COPY src src', 'COPY pyproject.toml .'],
        ...['RUN --mount=type=bind,source=uv.lock,target=uv.lock ls', sync],
      ],
      ['error 5:5 uv.lock'],
    ],
    [
      'a tool of another image',
      ['FROM python:3.13', 'COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/', sync],
      ['error 3:5 uv.lock, pyproject.toml, src/city'],
    ],
    [
      'a text',
      ['FROM python:3.13', 'COPY <<EOF uv.lock', 'version = 1', 'EOF', 'COPY src pyproject.toml .', sync],
      ['error 6:5 uv.lock'],
    ],
    [
      'files of the same beginning',
      ['FROM python:3.13', 'COPY src2 uv.lock.bak pyproject.tom ./', sync],
      ['error 3:5 uv.lock, pyproject.toml, src/city'],
    ],
    [
      'a part of src',
      ['FROM python:3.13', 'COPY src/other src/other', 'COPY *.toml uv.* ./', sync],
      ['warning 4:5 src/city'],
    ],
  ])('%s', async (_, dockerfile, found) => {
    expect(await missing(dockerfile)).toEqual(found)
  })

  test('a build tool that fails without the code', async () => {
    const dockerfile = ['FROM python:3.13', 'COPY pyproject.toml uv.lock ./', sync, 'COPY . .', sync]
    expect(await missing(dockerfile, strictRoot)).toEqual(['error 3:5 src/city'])
  })

  test('with --locked, the other members too, which --frozen can do without', async () => {
    const lock = lines(
      ...['[manifest]', 'members = ["city", "revenue", "visits"]'],
      ...lockedLines('city', 'editable = "."'),
      ...lockedLines('revenue', 'virtual = "pipelines/revenue"'),
      ...lockedLines('visits', 'virtual = "pipelines/visits"'),
    )
    const copies = [
      'FROM python:3.13',
      'COPY pyproject.toml uv.lock ./',
      'COPY pipelines/revenue pipelines/revenue',
    ]
    const command = 'RUN uv sync --locked --no-install-workspace --package revenue'
    const problems = await find([...copies, command], { 'uv.lock': lock })
    expect(inShort(problems)).toEqual([`error dockerfile-copy-missing ${path}:4:5`])
    expect(problems[0]?.message).toContain('needs pipelines/*/pyproject.toml, which')
    expect(problems[0]?.hint).toContain('use --frozen')
    expect(await find([...copies, command.replace('--locked', '--frozen')], { 'uv.lock': lock })).toEqual([])
  })

  const ignored = ['FROM python:3.13', 'COPY . .', sync]
  test.each([
    ['src', 'warning 3:5 src/city'],
    ['/uv.lock\n# src', 'error 3:5 uv.lock'],
    ['**/pyproject.toml', 'error 3:5 pyproject.toml'],
    ['*\n!src\n!*.toml', 'error 3:5 uv.lock'],
  ])('.dockerignore says %j', async (source, found) => {
    expect(await missing(ignored, { '.dockerignore': source })).toEqual([found])
  })

  test("a Dockerfile's own .dockerignore counts instead", async () => {
    const files = { '.dockerignore': 'src', [`${path}.dockerignore`]: 'uv.lock' }
    expect(await missing(ignored, files)).toEqual(['error 3:5 uv.lock'])
  })

  test("the place and the code are the Dockerfile's", async () => {
    expect(inShort(await find(['FROM python:3.13', sync]))).toEqual([
      `error dockerfile-copy-missing ${path}:2:5`,
    ])
  })
})

describe('packages that the workspace has not', () => {
  test.each([
    ['RUN uv sync --frozen --package revenu', ['error uv-package-unknown 3:5']],
    ['RUN uv sync --frozen --package=visits --package Revenue', ['error uv-package-unknown 3:5']],
    ['RUN uv sync --frozen --package ${NAME}', []],
    ['RUN uv sync --frozen --package REVENUE', []],
    // Told of where its pyproject.toml is read.
    ['RUN uv sync --frozen --package visits', [], 'visits'],
  ])('%s', async (command, found, name = 'revenue') => {
    const project = { 'pipelines/revenue/pyproject.toml': lines('[project]', `name = "${name}"`) }
    const problems = await find(['FROM x', 'COPY . .', command], project)
    expect(
      problems.map(
        ({ severity, code, location }) => `${severity} ${code} ${location?.line}:${location?.column}`,
      ),
    ).toEqual(found)
  })
})

describe('a base image that nobody knows', () => {
  const own = ['FROM ghcr.io/city/base:1', 'COPY pyproject.toml ./', sync]

  test("has what the repository's own base image has", async () => {
    expect(await missing(own)).toEqual([])
  })

  test.each([
    ['there is none', undefined],
    ['that has it not either', 'FROM python:3.13\nCOPY pyproject.toml .\n'],
    ['that is not known itself', 'FROM ghcr.io/other/base\n'],
  ])('is only a warning where %s', async (_, dockerfile) => {
    const problems = await find(own, { Dockerfile: dockerfile })
    expect(inShort(problems)).toEqual([`warning dockerfile-copy-missing ${path}:3:5`])
    expect(problems[0]?.message).toContain('uv.lock, src/city, which no COPY above it brings')
    expect(problems[0]?.message).toContain('unless the base image has it')
  })
})

describe('no problem of a Dockerfile', () => {
  const python = 'FROM python:3.13'
  test.each([
    ['everything is copied', [python, 'COPY . .', sync]],
    ['in other words', [python, 'COPY ["./pyproject.toml", "/uv.lock", "./"]', 'ADD ./src/ src/', sync]],
    ['with globs', [python, 'COPY *.toml uv.loc? ./', 'COPY sr* /app/src/', sync]],
    ['by arguments', [python, 'ARG FILES', 'COPY ${FILES} ./', sync]],
    ['from a repository', [python, 'ADD https://github.com/city/pipelines.git /app', sync]],
    ['by git', [python, 'RUN git clone https://github.com/city/pipelines /app', sync]],
    ['from another image', [python, 'COPY --from=ghcr.io/city/code:1 /app /app', sync]],
    ['from another stage', [`${python} AS Code`, 'COPY . .', python, 'COPY --from=code /app /app', sync]],
    ['from a stage by its number', [python, 'COPY . .', python, 'COPY --from=0 /app /app', sync]],
    ['a stage that starts from another', [`${python} AS code`, 'COPY . /app', 'FROM code', sync]],
    ['stages that are not built', [python, sync, python, 'COPY . .']],
    [
      'mounts',
      [
        ...[python, 'RUN --mount=type=cache,target=/root/.cache/uv \\'],
        ...['    --mount=type=bind,source=uv.lock,target=uv.lock \\'],
        ...['    --mount=type=bind,src=pyproject.toml,target=pyproject.toml \\'],
        ...['    uv sync --frozen --no-install-workspace --package revenue', 'COPY . .', sync],
      ],
    ],
    ['a mount of everything', [python, 'RUN --mount=target=. uv sync --frozen --package revenue']],
    [
      'dependencies first',
      [
        python,
        'COPY uv.lock pyproject.toml ./',
        'RUN uv sync --frozen --no-install-workspace --package revenue',
      ],
    ],
    [
      'without the shared package',
      [python, 'COPY uv.lock .', 'RUN uv sync --frozen --package revenue --no-install-package city'],
    ],
    ['made up for by a later sync', [python, 'COPY uv.lock pyproject.toml ./', sync, 'COPY src src', sync]],
    ['a package by an argument', [python, 'ARG NAME', 'RUN uv sync --frozen --package $NAME']],
    ['another command of uv', [python, 'RUN uv pip install prefect && echo sync', 'RUN uv --version']],
    ["in the pipeline's folder", [python, 'WORKDIR /app/pipelines/revenue', 'RUN uv sync --frozen']],
    ["by cd to the pipeline's folder", [python, 'RUN cd /x/revenue; uv sync --frozen; ls']],
    [
      'a project of its own',
      [python, 'COPY pipelines/revenue/pyproject.toml pipelines/revenue/uv.lock ./', 'RUN uv sync --locked'],
    ],
    [
      'of all packages that are there',
      [python, 'COPY pyproject.toml .', 'COPY src src', 'RUN uv sync --all-packages'],
    ],
    ['a comment', [python, '# RUN uv sync --frozen']],
    ['no stage', []],
  ])('%s', async (_, dockerfile) => {
    expect(await missing(dockerfile)).toEqual([])
  })

  test('an exception of .dockerignore', async () => {
    const files = { '.dockerignore': '*\n!src/**\n!pyproject.toml\n!uv.lock\n' }
    expect(await missing([python, 'COPY . .', sync], files)).toEqual([])
  })

  test('a pipeline that needs no shared code', async () => {
    const lock = lines(
      ...lockedLines('city', 'editable = "."'),
      ...lockedLines('revenue', 'virtual = "pipelines/revenue"', 'prefect'),
    )
    const project = lines('[project]', 'name = "revenue"', 'dependencies = ["prefect"]')
    const files = {
      ...{ 'uv.lock': lock, 'pipelines/revenue/pyproject.toml': project },
      'pipelines/revenue/flow.py': 'def revenue(): ...\n',
    }
    expect(await missing([python, 'COPY uv.lock .', sync], files)).toEqual([])
  })

  test.each([
    ['another context', 'path: pipelines'],
    ['the stage that is asked for', 'target: code'],
    ['a name that a script gives', 'dockerfile: "{{ commit.stdout }}"'],
  ])('%s', async (_, argument) => {
    const build = usualBuild.filter((line) => !argument.startsWith('d') || !line.includes('dockerfile'))
    const [, deployments = ''] = (uvMonorepo['pipelines/revenue/prefect.yaml'] ?? '').split('deployments:')
    const prefectFile = `${lines(...build, `      ${argument}`)}deployments:${deployments}`
    expect(
      await find([`${python} AS code`, 'COPY . .', python, sync], {
        'pipelines/revenue/prefect.yaml': prefectFile,
      }),
    ).toEqual([])
  })
})

describe(readDockerignore.name, () => {
  test.each([
    ['src', 'src/a.py', true],
    ['./src/', 'src/a.py', true],
    ['a.py', 'src/a.py', false],
    ['*/a.py', 'src/a.py', true],
    ['**/a.py', 'src/b/a.py', true],
    ['**/*.py\n!src/a.py', 'src/a.py', false],
    ['!src\nsrc', 'src/a.py', true],
    ['.*', '.env', true],
    ['# src', 'src/a.py', false],
    ['', 'src/a.py', false],
    ['src\r\nlib\r\n', 'lib/a.py', true],
  ])('%j and %s: %s', (source, file, ignored) => {
    expect(readDockerignore(source)(file)).toBe(ignored)
  })
})
