// Runs first thing in the body, before anything is drawn: tells the stylesheet that scripts work.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
