using System.Runtime.InteropServices;
using System.Text;

namespace Longwatch.Benchmarks.Results;

/// <summary>The measured results kept in git: one file per kind of machine, one heading per part, so that a part can be measured again by itself.</summary>
internal static class ResultFile
{
    /// <summary>For example <c>2-core-x86-64.md</c>: what decides a time, and nothing that names the machine.</summary>
    internal static string OfThisMachine =>
        $"{Environment.ProcessorCount}-core-{RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x86-64",
            Architecture.Arm64 => "arm64",
            var other => other.ToString().ToLowerInvariant(),
        }}.md";

    internal static void Write(string file, string heading, string text)
    {
        var path = Path.Combine(Home.Results, file);
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(path))
            foreach (var part in File.ReadAllText(path).Split("\n## ").Skip(1))
                parts[part[..part.IndexOf('\n', StringComparison.Ordinal)]] = part[part.IndexOf('\n', StringComparison.Ordinal)..].Trim();
        parts[heading] = text.Trim();

        var all = new StringBuilder(
            $"# {Path.GetFileNameWithoutExtension(path)}\n\nWritten by `./longwatch bench`; see [README](../README.md).\n"
        );
        foreach (var (title, body) in parts)
            all.Append($"\n## {title}\n\n{body}\n");
        Directory.CreateDirectory(Home.Results);
        File.WriteAllText(path, all.ToString());
        Console.WriteLine($"\n## {heading}\n\n{text.Trim()}\n");
    }

    internal static string Table(string[] header, IEnumerable<string[]> rows)
    {
        var table = new StringBuilder();
        table.Append("| ").AppendJoin(" | ", header).Append(" |\n|").Append(string.Concat(header.Select(_ => " --- |"))).Append('\n');
        foreach (var row in rows)
            table.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return table.ToString();
    }
}
