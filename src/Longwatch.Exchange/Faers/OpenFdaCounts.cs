using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>Counts of openFDA by product: <c>product_profiles</c>, each with <c>total_reports</c> and <c>top_adverse_events</c> (exact terms).</summary>
/// <remarks>Other counts in such files are left alone: those of a search without <c>.exact</c> count words, not terms.</remarks>
internal static class OpenFdaCounts
{
    private const int MostBytes = 1 << 26;
    private const int Depth = 32;
    private const string Profiles = "product_profiles";

    internal static bool IsOne(string path)
    {
        if (FaersFiles.Length(path) == 0)
            return false;
        using var stream = File.OpenRead(path);
        var head = new byte[1 << 16];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head.AsSpan(0, read).IndexOf("\"product_profiles\""u8) >= 0;
    }

    internal static FaersReading Read(string path, FaersReadOptions options)
    {
        var name = Path.GetFileName(path);
        var log = new ProblemLog(name, options.Limits.ListedProblems);
        if (FaersFiles.Length(path) > MostBytes)
        {
            log.Error(
                0,
                null,
                new($"more than {MostBytes} bytes", "the counts of a few products", "Ask openFDA for the products watched only.")
            );
            return new FaersReading.Refused(ProblemLog.Join([log]));
        }

        var bytes = File.ReadAllBytes(path);
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = Depth });
            var data = Counts(document.RootElement, log);
            var problems = ProblemLog.Join([log]);
            return data is null || problems.Refused
                ? new FaersReading.Refused(problems)
                : new FaersReading.Counts(data, Ledger(name, bytes, data), problems);
        }
        catch (JsonException e)
        {
            log.Error((int)(e.LineNumber ?? 0) + 1, null, new("what is no JSON here", "JSON", "Download the counts again."));
            return new FaersReading.Refused(ProblemLog.Join([log]));
        }
    }

    private static AggregateCounts? Counts(JsonElement root, ProblemLog log)
    {
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty(Profiles, out var profiles)
            || profiles.ValueKind != JsonValueKind.Object
        )
        {
            log.Error(0, Profiles, new("no object of this name", "one with an entry for each product", "Download the counts again."));
            return null;
        }

        var products = ImmutableArray.CreateBuilder<AggregateProduct>();
        foreach (var profile in profiles.EnumerateObject())
            if (Product(profile, log) is { } product)
                products.Add(product);
        if (products.Count == 0)
            log.Error(0, Profiles, new("no product", "at least one", "Download the counts again."));
        var meta = root.TryGetProperty("metadata", out var m) && m.ValueKind == JsonValueKind.Object ? m : default;
        return new(Text(meta, "source") ?? "openFDA", Text(meta, "extraction_date") ?? "", products.ToImmutable());
    }

    private static AggregateProduct? Product(JsonProperty profile, ProblemLog log)
    {
        var what = profile.Value;
        if (Number(what, "total_reports") is not { } total)
        {
            log.Error(0, $"{profile.Name}.total_reports", new("no whole number", "the number of reports", "Download the counts again."));
            return null;
        }

        var terms = ImmutableArray.CreateBuilder<(string, int)>();
        if (what.TryGetProperty("top_adverse_events", out var list) && list.ValueKind == JsonValueKind.Array)
            foreach (var item in list.EnumerateArray())
                if (Text(item, "term") is { Length: > 0 } term && Number(item, "count") is { } count && count <= total && total > 0)
                    terms.Add((term, count));
                else
                    log.Error(
                        0,
                        $"{profile.Name}.top_adverse_events",
                        new(
                            Shown.Text(item.GetRawText()),
                            "a term and a count of at most total_reports",
                            "Correct the entry, or download the counts again."
                        )
                    );
        if (terms.Count == 0)
            log.Error(0, $"{profile.Name}.top_adverse_events", new("no term", "terms with counts", "Download the counts again."));
        return new(
            profile.Name,
            Text(what, "generic_name") ?? "",
            total,
            [.. terms.OrderByDescending(t => t.Item2).ThenBy(t => t.Item1, StringComparer.Ordinal)]
        );
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
        && number >= 0
            ? number
            : null;

    private static InputLedger Ledger(string name, byte[] bytes, AggregateCounts data) =>
        new(
            "counts of openFDA by product",
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            [new(name, "COUNTS", "", 0, data.Products.Sum(p => p.Terms.Length), 0, 0, 0)],
            [],
            [
                "Counts by product only: reports of two products are counted for both, case versions and duplicates cannot be told apart, and a term below the last one listed is not zero but unknown.",
            ]
        );
}
