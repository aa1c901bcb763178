/** Runs `task` in an environment that holds just these variables. */
export function withVariables<T>(variables: Readonly<Record<string, string>>, task: () => T): T {
  const before = process.env
  process.env = { ...variables }
  try {
    return task()
  } finally {
    process.env = before
  }
}
