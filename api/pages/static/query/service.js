/** Where the service is, as the page says it. */

export const root = document.getElementById("asking").dataset.root;
