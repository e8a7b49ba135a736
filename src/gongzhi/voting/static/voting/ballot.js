// Keeps the running line of a ballot: how many are picked, and what they cost. The ballot works without it.
(() => {
  const line = document.querySelector("[data-tally]");
  const form = document.getElementById("ballot");
  if (!line || !form) return;
  const tell = () => {
    const picked = [...form.querySelectorAll("input[name=pick]:checked")];
    const cost = picked.reduce((sum, one) => sum + Number(one.dataset.cost || 0), 0);
    const said = line.dataset.said.replace("{n}", picked.length);
    line.textContent = said + (cost ? line.dataset.cost.replace("{cost}", cost.toLocaleString("en")) : "");
  };
  form.addEventListener("change", tell);
  tell();
})();
