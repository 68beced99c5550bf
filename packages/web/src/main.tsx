// A style sheet has no name to import it by.
/* oxlint-disable import/no-unassigned-import */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { MantineProvider, createTheme } from '@mantine/core'
import '@fontsource/noto-sans/latin-400.css'
import '@fontsource/noto-sans/latin-600.css'
import '@fontsource/noto-sans/cyrillic-400.css'
import '@mantine/core/styles.css'
import './page.css'
import './coverage/coverage.css'
import './sources/sources.css'
import './tracks/tracks.css'
import './chain/work.css'
import './day/day.css'
import './desk/desk.css'
import './report/report.css'
import './reliability/reliability.css'
import './agreement/agreement.css'
import { App } from './app/index.ts'

const theme = createTheme({ primaryColor: 'yellow', fontFamily: "'Noto Sans', sans-serif" })
const page = document.querySelector('#page')
if (page === null) throw new Error('the page has no element #page')
// Mantine would write its variables into a <style> element: they stand in its stylesheet and in page.css instead. What else it
// may write bears the nonce that the server puts into the page, so that its policy need not allow inline styles.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
createRoot(page).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      forceColorScheme="dark"
      getStyleNonce={() => nonce}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <App />
    </MantineProvider>
  </StrictMode>,
)
