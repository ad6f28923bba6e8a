using System.Globalization;
using Longwatch.Genomics.Text;
using Longwatch.Statistics.Partitions;

namespace Longwatch.Genomics.Pcr;

/// <summary>One target in one well of a droplet digital PCR.</summary>
/// <param name="IsBlank">A well without vector (no template, or DNA of a person who never had it): it measures the limit of blank.</param>
/// <param name="Intermediate">Droplets between the negative and the positive cloud (rain) that were counted as negative; null when not told.</param>
public sealed record DropletWell(string Sample, string Well, string Target, bool IsBlank, PartitionCount Droplets, int? Intermediate)
{
    /// <summary>Reads a table: columns <c>sample</c>, <c>target</c>, <c>positives</c>, <c>accepteddroplets</c>; <c>well</c>, <c>role</c> and <c>intermediate</c> if any.</summary>
    /// <exception cref="UnreadableInputException">Every problem of the file, with its line.</exception>
    public static IReadOnlyList<DropletWell> Read(string path)
    {
        var table = new PcrTable(path);
        var sample = table.Column(true, "sample", "sampledescription1", "sampleid");
        var target = table.Column(true, "target", "targetname");
        var positives = table.Column(true, "positives", "positive");
        var total = table.Column(true, "accepteddroplets", "total", "droplets", "accepted");
        var (well, role, rain) = (table.Column(false, "well"), table.Column(false, "role"), table.Column(false, "intermediate", "rain"));
        var wells = new List<DropletWell>();
        foreach (var (place, cells) in table.Rows())
        {
            var kind = role < 0 ? "" : cells[role].ToLowerInvariant();
            if (kind is not ("" or "sample" or "blank"))
                table.Problem(place, $"role '{cells[role]}' is neither sample nor blank");
            if (cells[sample].Length == 0 || cells[target].Length == 0)
                table.Problem(place, "has no sample or no target");
            if (!Count(cells[positives], out var p) || !Count(cells[total], out var n) || n < 1 || p > n)
            {
                table.Problem(
                    place,
                    $"{cells[positives]} positive of {cells[total]} droplets: whole numbers with 0 <= positive <= droplets, droplets >= 1, were expected"
                );
                continue;
            }

            int? intermediate = null;
            if (rain >= 0 && !Cells.IsMissing(cells[rain]))
            {
                if (Count(cells[rain], out var between) && between <= n - p)
                    intermediate = between;
                else
                    table.Problem(
                        place,
                        $"{cells[rain]} intermediate droplets: a whole number up to the {n - p} negative ones was expected"
                    );
            }

            wells.Add(new(cells[sample], well < 0 ? "" : cells[well], cells[target], kind == "blank", new(p, n), intermediate));
        }

        table.ThrowIfAny();
        return wells;
    }

    /// <summary>One sample of one vector target and the reference, from counts.</summary>
    public static IReadOnlyList<DropletWell> Of(
        int positive,
        int total,
        string referenceTarget,
        int referencePositive,
        int referenceTotal
    ) =>
        [
            new("sample", "", "vector", false, new(positive, total), null),
            new("sample", "", referenceTarget, false, new(referencePositive, referenceTotal), null),
        ];

    private static bool Count(string cell, out int count) => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out count);
}
