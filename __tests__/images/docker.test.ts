import { describe, expect, test } from '@jest/globals'
import { checkBuildx, logIn, type DockerOptions } from '../../src/images/docker.ts'
import { callsIn, impatient, withProgram } from '../builders/programs.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../builders/temporary-folder.ts'
import { problemOf } from '../builders/thrown.ts'

/** Docker's place is taken by a shell script. */
async function docker(folder: TemporaryFolder, script: string): Promise<DockerOptions> {
  const env = await withProgram(folder, 'docker', script)
  return { cwd: folder.path, env, retry: impatient, signal: new AbortController().signal }
}

describe(checkBuildx.name, () => {
  test.each([
    'github.com/docker/buildx v0.13.1 788433953af10f2a698f5c07611dddce2e08c7a0',
    'github.com/docker/buildx 0.13.0+ds1 0.13.0+ds1-3',
    'github.com/docker/buildx v0.30.1 9e66234aa13328a5e75b75aa5574e1ca6d6d9c01',
    'github.com/docker/buildx v1.0.0 abc',
  ])('%s is new enough', async (version) => {
    await using folder = await makeTemporaryFolder()
    await checkBuildx(await docker(folder, `echo '${version}'`))
    expect(await callsIn(folder)).toEqual(['buildx version'])
  })

  test.each([
    ["echo 'github.com/docker/buildx v0.12.1 abc'", 'It has github.com/docker/buildx v0.12.1 abc.'],
    ["echo 'github.com/docker/buildx v0.9.0 abc'", 'It has github.com/docker/buildx v0.9.0 abc.'],
    [`echo "docker: 'buildx' is not a docker command." >&2; exit 1`, 'It has none.'],
  ])('%s: not enough', async (script, found) => {
    await using folder = await makeTemporaryFolder()
    const options = await docker(folder, script)
    const problem = await problemOf(() => checkBuildx(options))
    expect(problem.code).toBe('buildx-missing')
    expect(problem.message).toContain(`needs buildx 0.13 or newer. ${found}`)
    expect(problem.hint).toContain('docker/setup-buildx-action')
  })
})

describe(logIn.name, () => {
  const login = { host: 'localhost:40312', username: 'city', password: 'pass "word" $(id)' }

  test('the password goes by standard input, and is no argument', async () => {
    await using folder = await makeTemporaryFolder()
    await logIn(await docker(folder, `cat > '${folder.path}/password'`), login)
    expect(await callsIn(folder)).toEqual(['login --username city --password-stdin localhost:40312'])
    expect(await folder.read('password')).toBe(login.password)
  })

  test.each([
    'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
    'Error response from daemon: Get "http://localhost:40312/v2/": unauthorized: incorrect username or password',
    'Error: login attempt to https://r/v2/ failed with status: 401 Unauthorized',
    'Error: login attempt to https://r/v2/ failed with status: 403 Forbidden',
  ])('%s: refused, and not tried again', async (said) => {
    await using folder = await makeTemporaryFolder()
    const options = await docker(folder, `cat >&2 <<'END'\n${said}\nEND\nexit 1`)
    const problem = await problemOf(() => logIn(options, login))
    expect(problem.code).toBe('registry-login-refused')
    expect(problem.message).toContain(`localhost:40312 refused the login of "city". ${said}`)
    expect(problem.hint).toContain('registry-password')
    expect(await callsIn(folder)).toHaveLength(1)
  })

  test.each([
    'Error response from daemon: login attempt to http://localhost:40312/v2/ failed with status: 503 Service Unavailable',
    'Error response from daemon: Get "http://localhost:40312/v2/": dial tcp 127.0.0.1:40312: connect: connection refused',
    'toomanyrequests: retry later',
  ])('%s: tried again, then unreachable', async (said) => {
    await using folder = await makeTemporaryFolder()
    const options = await docker(folder, `cat >&2 <<'END'\n${said}\nEND\nexit 1`)
    const problem = await problemOf(() => logIn(options, login))
    expect(problem.code).toBe('registry-unreachable')
    expect(problem.message).toContain(said)
    expect(await callsIn(folder)).toHaveLength(1 + impatient.retries)
  })

  test('a fault that passes is forgotten', async () => {
    await using folder = await makeTemporaryFolder()
    const script = `[ $(wc -l < '${folder.path}/calls') = 2 ] && exit 0; echo 'i/o timeout' >&2; exit 1`
    await logIn(await docker(folder, script), login)
    expect(await callsIn(folder)).toHaveLength(2)
  })

  test.each([
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    'Error response from daemon: Get "https://no.such/v2/": dial tcp: lookup no.such: no such host',
  ])('%s: no refusal, and nothing that passes', async (said) => {
    await using folder = await makeTemporaryFolder()
    const options = await docker(folder, `cat >&2 <<'END'\n${said}\nEND\nexit 1`)
    const problem = await problemOf(() => logIn(options, login))
    expect(problem.code).toBe('registry-unreachable')
    expect(await callsIn(folder)).toHaveLength(1)
  })
})
