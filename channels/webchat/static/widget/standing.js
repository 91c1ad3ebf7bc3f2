// How the talk stands: whose turn it is, how far a form is filled, whether anybody answers yet.
let standing = { answering: true, owner: "bot", draft: null, kept: null, stars: {} };
let looking = null;

function look() {
  if (!token || looking) return;
  looking = setTimeout(async () => {
    try {
      standing = await call("/state");
      trouble("engine", standing.answering || !typing ? null : t("starting"));
      tell("standing", standing);
    } catch (error) {
      /* the listener tells of a broken connection */
    }
    looking = null;
    if (!standing.answering && seen()) setTimeout(look, 3000);
  }, 120);
}
on("taken", look);
on("typing", look);
on("session", look);
on("emptied", () => {
  standing = { answering: true, owner: "bot", draft: null, kept: null, stars: {} };
  trouble("engine", null);
  tell("standing", standing);
});
