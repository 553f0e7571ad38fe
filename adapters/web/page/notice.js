/** Shows what keeps the experts from answering, with the progress of a model that is on its way. */
export function createNotice({ box, words, progress, experts }, strings) {
  return (status) => {
    box.hidden = status?.ready ?? false;
    words.textContent = status === null ? strings.network : status.detail;
    progress.hidden = (status?.progress ?? null) === null;
    if (!progress.hidden) progress.value = status.progress;
    if (status !== null)
      experts.replaceChildren(...status.experts.map((expert) => expertItem(expert, strings)));
  };
}

function expertItem({ name, state, model_used }, strings) {
  const item = document.createElement('li');
  item.textContent = strings.experts[name] ?? name;
  item.dataset.expert = name;
  item.dataset.state = state;
  if (model_used !== null) item.title = model_used;
  return item;
}
