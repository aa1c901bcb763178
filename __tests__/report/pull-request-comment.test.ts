import { describe, expect, test } from '@jest/globals'
import { commentMarker } from '../../src/report/comment-body.ts'
import { writeComment } from '../../src/report/pull-request-comment.ts'
import { answering, startHttpServer, type HttpServer, type Reply } from '../builders/http-server.ts'

const body = `${commentMarker('prod')}\nthe new plan`
const json = { 'content-type': 'application/json' }
const viewer = answering(200, { data: { viewer: { login: 'github-actions[bot]' } } }, json)

function aComment(id: number, login: string, text: string) {
  return { id, user: { login }, body: text }
}

/** One page of comments; `next` says that there is another. */
function page(comments: readonly object[], next = false): Reply {
  const link = { link: '<http://127.0.0.1:1/>; rel="first"' }
  return (response) => {
    const host = response.req.headers.host ?? ''
    const more = { link: `<http://${host}/repositories/1/issues/7/comments?page=2>; rel="next"` }
    answering(200, comments, { ...json, ...(next ? more : link) })(response)
  }
}

async function write(...replies: readonly Reply[]): Promise<HttpServer['asked']> {
  await using server = await startHttpServer(viewer, ...replies)
  const place = { repository: 'city/pipelines', number: 7, token: 't', apiUrl: server.url }
  await writeComment(place, { environment: 'prod', body })
  return server.asked
}

describe(writeComment.name, () => {
  test('writes a first comment', async () => {
    const asked = await write(page([aComment(1, 'somebody', 'hello')]), answering(201, {}, json))
    expect(asked.at(-1)).toMatchObject({ method: 'POST', path: '/repos/city/pipelines/issues/7/comments' })
    expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({ body })
    expect(asked.every(({ headers }) => headers.authorization === 'token t')).toBe(true)
  })

  test('edits its own, on whichever page it is', async () => {
    const asked = await write(
      page([aComment(1, 'somebody', `${commentMarker('prod')}\nforged`)], true),
      page([
        aComment(2, 'github-actions[bot]', `${commentMarker('staging')}\nanother environment`),
        aComment(3, 'github-actions[bot]', `quoted: ${commentMarker('prod')}`),
        aComment(4, 'github-actions[bot]', `${commentMarker('prod')}\nthe old plan`),
      ]),
      answering(200, {}, json),
    )
    expect(asked.at(-1)).toMatchObject({ method: 'PATCH', path: '/repos/city/pipelines/issues/comments/4' })
    expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({ body })
  })

  test('a refusal is told to the caller', async () => {
    const refusal = answering(403, { message: 'Resource not accessible by integration' }, json)
    await expect(write(page([]), refusal)).rejects.toThrow('Resource not accessible by integration')
  })
})
