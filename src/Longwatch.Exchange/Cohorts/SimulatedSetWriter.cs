using Longwatch.Evaluation.Simulation;

namespace Longwatch.Exchange.Cohorts;

/// <summary>Writes a simulated registry as a patient-level set with its truth beside it: all of it, or nothing.</summary>
public static class SimulatedSetWriter
{
    /// <summary>Replaces the folder, which must be absent, empty, or an earlier output.</summary>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    public static void Write(SimulatedRegistry registry, DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(folder);
        OutputFolder.Replace(
            folder,
            fresh =>
            {
                CohortSetWriter.Write(registry.Cohort, fresh);
                using var truth = new StreamWriter(Path.Combine(fresh, SimulatedTruthWriter.TruthFile));
                SimulatedTruthWriter.WriteTruth(registry, truth);
                using var parameters = new StreamWriter(Path.Combine(fresh, SimulatedTruthWriter.ParametersFile));
                SimulatedTruthWriter.WriteParameters(registry.Truth, parameters);
            }
        );
    }
}
