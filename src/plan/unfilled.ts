import type { Location, Problem } from '../problem.ts'
import type { Placeholder } from '../workspace/template.ts'

/**
 * What is wrong with a placeholder that nothing answers.
 * @param user what has the placeholder, such as `The deployment "x"`.
 * @param without what would happen with it.
 */
export function describeUnfilled(
  { text, name }: Placeholder,
  { user, without, location }: { user: string; without: string; location: Location },
): Problem {
  if (name.startsWith('$')) {
    const variable = name.slice(1)
    return {
      code: 'environment-variable-unset',
      severity: 'error',
      message: `${user} uses ${text}, and the environment variable ${variable} is not set. ${without}`,
      hint: `Set ${variable} under "env:" of the workflow's step.`,
      location,
    }
  }
  return {
    code: 'placeholder-unknown',
    severity: 'error',
    message: `${user} uses ${text}, and no step before it gives that. ${without}`,
    hint: 'Check the id of the step and the name of its output. Before an image is built, only the outputs of run_shell_script steps are known, and {{ $NAME }}.',
    location,
  }
}
