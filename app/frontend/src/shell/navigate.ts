// Going to another page of the app without loading it anew.
//
// Streamlit listens to the browser's history: after an address is pushed, the event that the Back button fires makes
// it show the page of that address.

/** Go to an address of this app. */
export function navigate(address: string): void {
  const target = new URL(address, document.baseURI);
  if (target.href === location.href) return;
  history.pushState({}, "", target.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
}

/** The address of what is seen with one value changed; an empty value takes it away. */
export function addressWith(name: string, value: string): string {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  return address.href;
}

/** Follow plain clicks on the app's own links, also those within shadow roots, until the returned function is called. */
export function followLinks(): () => void {
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
    if (!link?.classList.contains("el-link") || link.origin !== location.origin) return;
    event.preventDefault();
    navigate(link.href);
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}

/** Call `went` when a person goes back or forward within one page, whose address the page would else take for a late one. */
export function watchBack(went: () => void): () => void {
  let page = location.pathname;
  const watch = (event: PopStateEvent): void => {
    if (event.isTrusted && location.pathname === page) went();
    page = location.pathname;
  };
  window.addEventListener("popstate", watch);
  return () => window.removeEventListener("popstate", watch);
}
