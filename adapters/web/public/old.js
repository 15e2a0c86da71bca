// Runs only where modules are unknown.
location.replace('/browser.html')
