/**
 * Runs `$3…` as a child and watches the pipe on standard input, whose other end only the launcher holds.
 * End of file means an ordered stop or a launcher that died: the stop signal `$1` is repeated every 100 ms, since a shell's
 * background job ignores an early SIGINT until it installs its own handler, and after `$2` repetitions the child is killed.
 * The child's pid is told on descriptor 3; neither the child nor the reader inherits 3, and only the reader keeps the pipe (4).
 */
export const guardScript = `
signal=$1; repeats=$2; shift 2
exec 4<&0 </dev/null
"$@" 3>&- 4<&- &
child=$!
echo "$child" >&3
exec 3>&-
{
  while read -r _; do :; done <&4
  while kill -s "$signal" "$child"; do
    if [ "$repeats" -le 0 ]; then kill -s KILL "$child"; break; fi
    repeats=$((repeats - 1))
    sleep 0.1
  done
} >/dev/null 2>&1 &
reader=$!
exec 4<&-
wait "$child"
code=$?
kill "$reader" 2>/dev/null
exit "$code"
`;
