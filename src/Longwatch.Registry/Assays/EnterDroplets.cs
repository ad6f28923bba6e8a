using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Genomics.Pcr;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Statistics.Partitions;

namespace Longwatch.Registry.Assays;

/// <summary>Takes the droplet counts of a digital PCR; copies per cell, their interval and the limit of detection are computed here.</summary>
public sealed class EnterDroplets(RegistryStore store, CaseGround ground, TimeProvider time) : IUseCase
{
    private const int MostDroplets = 100_000_000;

    // The ratio of vector to reference does not depend on droplet volume and dilution; those give concentrations, which a test does not keep.
    private static readonly DropletAssay Ratio = new(0.85, 1, 20, "", 2);

    /// <summary>What is to be done.</summary>
    /// <param name="Blank">Wells without vector; null: the limit of blank is taken as 0, and the result says so.</param>
    /// <param name="Intermediate">Droplets between the clouds that were counted as negative; null when not told.</param>
    /// <param name="ReferenceTarget">Name of the reference gene, two copies a cell.</param>
    public sealed record Command(
        EnteredResult Entered,
        PartitionCount Vector,
        PartitionCount Reference,
        string ReferenceTarget,
        PartitionCount? Blank,
        int? Intermediate
    );

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Version of the test.</returns>
    public Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (Wrong(command) is { } why)
            return Task.FromResult<Result<int>>(why);
        return new ResultEntry(store, ground, time).Enter(
            caller,
            "assays.enter-droplets",
            command.Entered,
            (test, _, _, detail) =>
            {
                if (ground.Casework.Assay(test.Assay)?.Method is not Domain.Assays.AssayMethod.DigitalPcr)
                    return new("result.method", "This test is no digital PCR.");
                var result = Analyse(command);
                Fill(test, detail, command, result);
                return null;
            },
            cancellation
        );
    }

    private DropletResult Analyse(Command command)
    {
        var wells = new List<DropletWell>
        {
            new("sample", "", "vector", false, command.Vector, command.Intermediate),
            new("sample", "", command.ReferenceTarget, false, command.Reference, null),
        };
        if (command.Blank is { } blank)
            wells.Add(new("blank", "", "vector", true, blank, null));
        return DigitalPcr.Analyse(wells, Ratio with { ReferenceTarget = command.ReferenceTarget }, ground.Rules, "result")[0];
    }

    private static void Fill(TestRow test, TestDetailRow detail, Command command, DropletResult result)
    {
        // Without a ratio there is no result: that is a failed test, not a negative one.
        test.Status = result.CopiesPerCell is null ? TestStatus.Failed : TestStatus.Valid;
        if (test.Status == TestStatus.Valid)
        {
            test.Result = result.Detected ? TestResult.Detected : TestResult.NotDetected;
            test.CopiesPerCell = result.Detected ? result.CopiesPerCell : null;
            test.LimitOfDetection = result.LimitOfDetection;
            (detail.CopiesLower, detail.CopiesUpper) = (result.ByProfile?.Lower, Finite(result.ByProfile?.Upper));
        }

        (detail.VectorPositive, detail.VectorDroplets) = (command.Vector.Positive, command.Vector.Total);
        (detail.ReferencePositive, detail.ReferenceDroplets) = (command.Reference.Positive, command.Reference.Total);
        (detail.BlankPositive, detail.BlankDroplets) = (command.Blank?.Positive, command.Blank?.Total);
        (detail.ReferenceTarget, detail.LimitOfBlank) = (command.ReferenceTarget, result.LimitOfBlank);
        (detail.Cells, detail.Remarks) = (Finite(result.Cells), [.. result.Warnings]);
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static Refusal? Wrong(Command command)
    {
        if (Impossible(command.Vector) || Impossible(command.Reference) || (command.Blank is { } blank && Impossible(blank)))
            return new("result.droplets", $"Whole numbers with 0 ≤ positive ≤ droplets, droplets from 1 to {MostDroplets}, are expected.");
        if (command.Intermediate is { } rain && (rain < 0 || rain > command.Vector.Total - command.Vector.Positive))
            return new("result.intermediate", "Intermediate droplets were counted as negative: there cannot be more of them.");
        return
            command.ReferenceTarget is { Length: > 0 and <= 40 } target
            && target.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && !target.Equals("vector", StringComparison.OrdinalIgnoreCase)
            ? null
            : new("result.reference", "The reference gene has 1 to 40 letters, digits, - and _, as RPP30.");
    }

    private static bool Impossible(PartitionCount count) =>
        count.Total is < 1 or > MostDroplets || count.Positive < 0 || count.Positive > count.Total;
}
