using System.CommandLine;

var root = new RootCommand("Longwatch keeps the lifelong watch over people treated with CAR T cells.");
return root.Parse(args).Invoke();
