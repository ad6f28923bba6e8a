using Longwatch.Domain.Cohorts;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Cohorts;

/// <summary>Decides which day is the data lock: the option, or else what the set says, or else the latest date in it.</summary>
public static class DataLocks
{
    internal static Cohort Set(Cohort cohort, DateOnly? described, DateOnly? option) =>
        (option, described) switch
        {
            ({ } day, _) => cohort with { DataLock = day, DataLockBasis = "given for this evaluation" },
            (_, { } day) => cohort with { DataLock = day, DataLockBasis = "given by dataset.csv" },
            _ => cohort with { DataLock = Latest(cohort), DataLockBasis = "the latest date in the files" },
        };

    internal static ProblemText BehindItsOwn(DateOnly option, DateOnly described) =>
        new(
            FormattableString.Invariant($"{described:yyyy-MM-dd}, earlier than the data lock asked for, {option:yyyy-MM-dd}"),
            "a data lock not later than that of the set",
            "Give an earlier day: the set says nothing of the time after its own data lock."
        );

    /// <summary>The latest date of which a cohort speaks.</summary>
    public static DateOnly Latest(Cohort cohort)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var latest = DateOnly.MinValue;
        foreach (ref readonly var infusion in cohort.Infusions.AsSpan())
            Take(infusion.Date);
        foreach (ref readonly var visit in cohort.Visits.AsSpan())
            Take(visit.Date);
        foreach (var neoplasm in cohort.Neoplasms)
            Take(neoplasm.Diagnosed);
        foreach (var specimen in cohort.Specimens)
            Take(specimen.Collected ?? DateOnly.MinValue);
        foreach (var test in cohort.Tests)
            Take(test.Date ?? DateOnly.MinValue);
        foreach (var therapy in cohort.Therapies)
            Take(therapy.Start);
        return latest;

        void Take(DateOnly date) => latest = date > latest ? date : latest;
    }
}
