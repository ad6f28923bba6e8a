using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;

namespace Longwatch.Exchange.Tests.Cohorts;

public sealed class SimulatedTruthWriterTests
{
    private static readonly SimulatedRegistry Registry = Simulator.Simulate(
        new(5_000, 3)
        {
            TCell = new() { TransgenePer100000 = 500, BackgroundMultiplier = 500 },
        }
    );

    [Fact]
    public void Truth_has_one_line_for_each_neoplasm_in_the_order_of_the_cohort()
    {
        var lines = Written(w => SimulatedTruthWriter.WriteTruth(Registry, w));

        Assert.Equal(Registry.Cohort.Neoplasms.Length + 1, lines.Length);
        Assert.Equal(
            Registry.Cohort.Neoplasms.Select(n => (n.Id, Registry.Cohort.Patients[n.Patient].Id)),
            lines.Skip(1).Select(line => (line.Split(',')[0], line.Split(',')[1]))
        );
        Assert.Equal(
            ["background", "index_disease", "transgene_driven"],
            lines.Skip(1).Select(line => line.Split(',')[2]).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_line_has_as_many_cells_as_the_header()
    {
        foreach (
            var lines in new[]
            {
                Written(w => SimulatedTruthWriter.WriteTruth(Registry, w)),
                Written(w => SimulatedTruthWriter.WriteParameters(Registry.Truth, w)),
            }
        )
            Assert.Single(lines.Select(line => line.Split(',').Length).Distinct());
    }

    [Fact]
    public void Parameters_name_the_seed_and_the_hazards()
    {
        var lines = Written(w => SimulatedTruthWriter.WriteParameters(Registry.Truth, w));

        Assert.Contains("seed,3,", lines);
        Assert.Contains("t_cell.background_multiplier,500,ratio", lines);
    }

    private static string[] Written(Action<TextWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
