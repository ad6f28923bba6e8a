namespace Longwatch.Genomics.Screening;

/// <summary>Runs the same work on several threads, the calling one among them.</summary>
internal static class Workers
{
    /// <summary>Waits for all; rethrows the failure of the lowest number.</summary>
    public static void Run(int count, Action<int> work)
    {
        var failures = new Exception?[count];
        var threads = new Thread[count - 1];
        for (var i = 1; i < count; i++)
        {
            var number = i;
            threads[i - 1] = new Thread(() => Try(number)) { IsBackground = true };
            threads[i - 1].Start();
        }

        Try(0);
        foreach (var thread in threads)
            thread.Join();
        foreach (var failure in failures)
            if (failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        void Try(int number)
        {
            try
            {
                work(number);
            }
            catch (Exception error)
            {
                failures[number] = error; // carried to the calling thread
            }
        }
    }
}
