using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>The rows of one run of neighbouring patients. References to neoplasms and specimens count from the start of the run until it is joined to the others.</summary>
internal sealed class ChunkRows(SimulationModel model)
{
    internal List<Patient> Patients { get; } = [];

    internal List<Infusion> Infusions { get; } = [];

    internal List<Visit> Visits { get; } = [];

    internal List<Neoplasm> Neoplasms { get; } = [];

    internal List<Specimen> Specimens { get; } = [];

    internal List<TransgeneTest> Tests { get; } = [];

    internal List<Therapy> Therapies { get; } = [];

    /// <summary>One for each of <see cref="Neoplasms"/>.</summary>
    internal List<TrueNeoplasm> Truth { get; } = [];

    /// <summary>Draws one patient from the stream that bears the patient's number, and adds all rows of the patient.</summary>
    internal void Add(int patient)
    {
        var random = new Philox(model.Plan.Seed, (ulong)patient);
        var baseline = Baseline.Draw(model, random);
        var course = Course.Draw(model, baseline, random);
        var label = (patient + 1).ToString("D7");
        var subject = new Subject(patient, label, baseline, course);

        TreatmentRows.Add(this, model, subject, random);
        VisitRows.Add(this, model.Plan.FollowUp, subject, random);
        NeoplasmRows.Add(this, model, subject, random);
        TherapyRows.Add(this, model, subject, random);
    }
}

/// <summary>One patient with everything that was drawn.</summary>
/// <param name="Label">Number as text, part of every identifier.</param>
internal readonly record struct Subject(int Patient, string Label, Baseline Baseline, Course Course)
{
    /// <summary>The calendar date of a day after infusion.</summary>
    internal DateOnly On(int day) => DateOnly.FromDayNumber(Baseline.Day + day);

    /// <summary>Whether the registry hears of what happens on that day.</summary>
    internal bool Seen(int day) => day <= Course.End;
}
