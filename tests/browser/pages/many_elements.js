// 50,000 elements, in a tree as deep as pages are.
"use strict";
{
  const all = document.createDocumentFragment();
  for (let section = 0; section < 100; section++) {
    const list = document.createElement("ul");
    for (let row = 0; row < 166; row++) {
      const item = document.createElement("li");
      const word = document.createElement("b");
      const rest = document.createElement("span");
      word.textContent = section;
      rest.textContent = " row " + row;
      item.append(word, rest);
      list.append(item);
    }
    all.append(list, document.createElement("hr"));
  }
  document.body.append(all);
  const made = "body > hr, body > ul, body > ul *";
  hostPage.checks["all elements are there"] = () => document.querySelectorAll(made).length == 50000;
}
